"""The numbers of `_ssl`: those of CPython with OpenSSL 3."""

GROUPS = {
    "ALERT_DESCRIPTION_": {
        "ACCESS_DENIED": 49, "BAD_CERTIFICATE": 42, "BAD_CERTIFICATE_HASH_VALUE": 114,
        "BAD_CERTIFICATE_STATUS_RESPONSE": 113, "BAD_RECORD_MAC": 20, "CERTIFICATE_EXPIRED": 45, "CERTIFICATE_REVOKED": 44,
        "CERTIFICATE_UNKNOWN": 46, "CERTIFICATE_UNOBTAINABLE": 111, "CLOSE_NOTIFY": 0, "DECODE_ERROR": 50,
        "DECOMPRESSION_FAILURE": 30, "DECRYPT_ERROR": 51, "HANDSHAKE_FAILURE": 40, "ILLEGAL_PARAMETER": 47,
        "INSUFFICIENT_SECURITY": 71, "INTERNAL_ERROR": 80, "NO_RENEGOTIATION": 100, "PROTOCOL_VERSION": 70,
        "RECORD_OVERFLOW": 22, "UNEXPECTED_MESSAGE": 10, "UNKNOWN_CA": 48, "UNKNOWN_PSK_IDENTITY": 115,
        "UNRECOGNIZED_NAME": 112, "UNSUPPORTED_CERTIFICATE": 43, "UNSUPPORTED_EXTENSION": 110, "USER_CANCELLED": 90,
    },
    "CERT_": {
        "NONE": 0, "OPTIONAL": 1, "REQUIRED": 2,
    },
    "ENCODING_": {
        "DER": 2, "PEM": 1,
    },
    "HOSTFLAG_": {
        "ALWAYS_CHECK_SUBJECT": 1, "MULTI_LABEL_WILDCARDS": 8, "NEVER_CHECK_SUBJECT": 32, "NO_PARTIAL_WILDCARDS": 4,
        "NO_WILDCARDS": 2, "SINGLE_LABEL_SUBDOMAINS": 16,
    },
    "OP_": {
        "ALL": 2147483728, "CIPHER_SERVER_PREFERENCE": 4194304, "ENABLE_KTLS": 8, "ENABLE_MIDDLEBOX_COMPAT": 1048576,
        "IGNORE_UNEXPECTED_EOF": 128, "LEGACY_SERVER_CONNECT": 4, "NO_COMPRESSION": 131072, "NO_RENEGOTIATION": 1073741824,
        "NO_SSLv2": 0, "NO_SSLv3": 33554432, "NO_TICKET": 16384, "NO_TLSv1": 67108864, "NO_TLSv1_1": 268435456,
        "NO_TLSv1_2": 134217728, "NO_TLSv1_3": 536870912, "SINGLE_DH_USE": 0, "SINGLE_ECDH_USE": 0,
    },
    "PROTOCOL_": {
        "SSLv23": 2, "TLS": 2, "TLS_CLIENT": 16, "TLS_SERVER": 17, "TLSv1": 3, "TLSv1_1": 4, "TLSv1_2": 5,
    },
    "PROTO_": {
        "MAXIMUM_SUPPORTED": -1, "MINIMUM_SUPPORTED": -2, "SSLv3": 768, "TLSv1": 769, "TLSv1_1": 770, "TLSv1_2": 771,
        "TLSv1_3": 772,
    },
    "SSL_ERROR_": {
        "EOF": 8, "INVALID_ERROR_CODE": 10, "SSL": 1, "SYSCALL": 5, "WANT_CONNECT": 7, "WANT_READ": 2, "WANT_WRITE": 3,
        "WANT_X509_LOOKUP": 4, "ZERO_RETURN": 6,
    },
    "VERIFY_": {
        "ALLOW_PROXY_CERTS": 64, "CRL_CHECK_CHAIN": 12, "CRL_CHECK_LEAF": 4, "DEFAULT": 0, "X509_PARTIAL_CHAIN": 524288,
        "X509_STRICT": 32, "X509_TRUSTED_FIRST": 32768,
    },
}

NUMBERS = {group + name: number for group, names in GROUPS.items() for name, number in names.items()}

HAS = {
    "SNI": True, "ECDH": True, "NPN": False, "ALPN": True, "SSLv2": False, "SSLv3": False, "TLSv1": False, "TLSv1_1": False,
    "TLSv1_2": True, "TLSv1_3": True, "PSK": False, "PHA": False, "TLS_UNIQUE": False,
}
"""What can be done."""

VERIFY_WORDS = {
    1: "unspecified certificate verification error", 7: "certificate signature failure",
    9: "certificate is not yet valid", 10: "certificate has expired", 18: "self-signed certificate",
    19: "self-signed certificate in certificate chain", 20: "unable to get local issuer certificate",
    25: "path length constraint exceeded", 26: "unsuitable certificate purpose",
    32: "key usage does not include certificate signing", 79: "invalid CA certificate",
    85: "Missing Authority Key Identifier", 86: "Missing Subject Key Identifier",
    89: "Basic Constraints of CA cert not marked critical", 92: "CA cert does not include key usage extension",
}
"""X509_verify_cert_error_string(3)."""
