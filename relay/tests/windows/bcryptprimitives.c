/* ProcessPrng of Windows, for Wine 8, which has none. It lies beside the relay in tests, and is never shipped. */

#include <windows.h>

/* RtlGenRandom, by the name under which advapi32.dll has it. */
BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE buffer, SIZE_T length) {
    return SystemFunction036(buffer, (ULONG)length);
}
