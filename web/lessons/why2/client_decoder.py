import codecs
import socket

HOST = "127.0.0.1"
PORT = 9999


def main() -> None:
    # zh: 增量解码器记住半个字符，等下一次的字节来补全。
    # en: An incremental decoder keeps half a character until the rest of it comes.
    decoder = codecs.getincrementaldecoder("utf-8")()
    whole = ""
    with socket.create_connection((HOST, PORT)) as client:
        while data := client.recv(4):
            text = decoder.decode(data)
            print(f"recv returned {data!r}, decoded {text!r}")
            whole += text
    # zh: 若最后还剩半个字符，这里才报错。
    # en: Half a character left at the end is an error here, and only here.
    whole += decoder.decode(b"", final=True)
    print(f"the whole text is {whole}")


if __name__ == "__main__":
    main()
