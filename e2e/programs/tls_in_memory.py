"""TLS between two SSLObjects in memory: versions, names, refusals, ALPN, SNI, certificates of clients."""
import ssl
import warnings

warnings.simplefilter("ignore")

# Certificates until 2126, and one until 2021.
PEM = {
    "ca.crt": """\
-----BEGIN CERTIFICATE-----
MIIB3DCCAYGgAwIBAgIUCvH4ZvHzP8+wtNh/LOGVCln8ym8wCgYIKoZIzj0EAwIw
OjELMAkGA1UEBhMCTkwxEzARBgNVBAoMClNvY2tldCBMYWIxFjAUBgNVBAMMDUxh
YiBhdXRob3JpdHkwIBcNMjYxMTI3MTE1MTAxWhgPMjEyNjExMDMxMTUxMDFaMDox
CzAJBgNVBAYTAk5MMRMwEQYDVQQKDApTb2NrZXQgTGFiMRYwFAYDVQQDDA1MYWIg
YXV0aG9yaXR5MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEJoO+87vqgiuCLi0h
+VodTq6Fvsq153zU6noUA1pyPnI+DIHDVizffXF/3ZOpZzFZKUR72jfNIjfUaYJN
HXzw9KNjMGEwHQYDVR0OBBYEFP6vq2nepQshTAOvLmTWsDTLrVY6MB8GA1UdIwQY
MBaAFP6vq2nepQshTAOvLmTWsDTLrVY6MA8GA1UdEwEB/wQFMAMBAf8wDgYDVR0P
AQH/BAQDAgEGMAoGCCqGSM49BAMCA0kAMEYCIQD3kfyfMF+I9YaO6eHlc2r78L6I
9Xi2RU0uuNamQGulXwIhAKQzXq4590s83hUoOgzPy9ZS7fFcmPTTyJ/E4wVe7GDd
-----END CERTIFICATE-----
""",
    "server.crt": """\
-----BEGIN CERTIFICATE-----
MIIB+zCCAaGgAwIBAgIUJOg9DkoHykfrVbjzRvMlXNlYv1AwCgYIKoZIzj0EAwIw
OjELMAkGA1UEBhMCTkwxEzARBgNVBAoMClNvY2tldCBMYWIxFjAUBgNVBAMMDUxh
YiBhdXRob3JpdHkwIBcNMjYxMTI3MTE1MTAxWhgPMjEyNjExMDMxMTUxMDFaMCEx
CzAJBgNVBAYTAk5MMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggq
hkjOPQMBBwNCAATf3RsZjNd1OAVRsP4xfiyjX8/7ycw9oMB/EDypxBYIY/TmAyOg
XeXQasie6OY5MeVaHIWs1vGD/JQCqrGdmW0ro4GbMIGYMDsGA1UdEQQ0MDKCCWxv
Y2FsaG9zdIINKi5sYWIuZXhhbXBsZYcEfwAAAYcQAAAAAAAAAAAAAAAAAAAAATAJ
BgNVHRMEAjAAMA4GA1UdDwEB/wQEAwIHgDAfBgNVHSMEGDAWgBT+r6tp3qULIUwD
ry5k1rA0y61WOjAdBgNVHQ4EFgQUGtinJy1F6itcb9cAJHfFxCDADVYwCgYIKoZI
zj0EAwIDSAAwRQIgFxeLYW5AArV511WOLdvVyOOgsMUK+HhcWCqWbHQZFikCIQCS
nf/JyGKJX6QWo0TOG9uIlfwCtFD2hDQGQ1uFCIAqWQ==
-----END CERTIFICATE-----
""",
    "server.key": """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg94jn4XrJ3FwEDjMn
iFw8msXaomuCpri29/y9prlUU5ihRANCAATf3RsZjNd1OAVRsP4xfiyjX8/7ycw9
oMB/EDypxBYIY/TmAyOgXeXQasie6OY5MeVaHIWs1vGD/JQCqrGdmW0r
-----END PRIVATE KEY-----
""",
    "other.crt": """\
-----BEGIN CERTIFICATE-----
MIICmDCCAj6gAwIBAgIUJOg9DkoHykfrVbjzRvMlXNlYv1EwCgYIKoZIzj0EAwIw
OjELMAkGA1UEBhMCTkwxEzARBgNVBAoMClNvY2tldCBMYWIxFjAUBgNVBAMMDUxh
YiBhdXRob3JpdHkwIBcNMjYxMTI3MTE1MTAyWhgPMjEyNjExMDMxMTUxMDJaMBgx
FjAUBgNVBAMMDW90aGVyLmV4YW1wbGUwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAw
ggEKAoIBAQC3UsRTUQUt9ZFNWDak8b4wld2NB5xT97hPTBgLjfPgLvKAnUstuoS6
QNmzZyc/vViBf1CuJv/0+JzvGBnvzYo2VEkFWQ0bKkXNjFBWXvNUhEjwUNoyIpgC
1N/tbazGkx6s+JiFtgT369kYT6ko4SpBUTFb5gyOR9zLeZTW/7ZHUJVX2pVEMEoE
EEnj6VQwjOY6W2r/H3IBuuq56R6BSmpr8hpKtJwuUu28Co67oMXNch50QmQOBd7C
saxrFmLK8+9h9fBndY6EDfHRPOXcWW5vaKmx1VizkJ3wQ9lz5/+T4XIY93044Ue6
S9+nPqYwXnajX/k/JZJVA74Y4SUb+MxFAgMBAAGjdzB1MBgGA1UdEQQRMA+CDW90
aGVyLmV4YW1wbGUwCQYDVR0TBAIwADAOBgNVHQ8BAf8EBAMCB4AwHwYDVR0jBBgw
FoAU/q+rad6lCyFMA68uZNawNMutVjowHQYDVR0OBBYEFFoTiD6V6cpoxv8EvnLM
CfoFv9JzMAoGCCqGSM49BAMCA0gAMEUCIBi0bRdVSAjofTqPuGlhZVPHXvNp5BDt
sOqZjxqPZiKkAiEAwGX7ffoTbAau3GpLkb0H1RPRuu3TyyWf+N942qX2Ink=
-----END CERTIFICATE-----
""",
    "other.key": """\
-----BEGIN PRIVATE KEY-----
MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQC3UsRTUQUt9ZFN
WDak8b4wld2NB5xT97hPTBgLjfPgLvKAnUstuoS6QNmzZyc/vViBf1CuJv/0+Jzv
GBnvzYo2VEkFWQ0bKkXNjFBWXvNUhEjwUNoyIpgC1N/tbazGkx6s+JiFtgT369kY
T6ko4SpBUTFb5gyOR9zLeZTW/7ZHUJVX2pVEMEoEEEnj6VQwjOY6W2r/H3IBuuq5
6R6BSmpr8hpKtJwuUu28Co67oMXNch50QmQOBd7CsaxrFmLK8+9h9fBndY6EDfHR
POXcWW5vaKmx1VizkJ3wQ9lz5/+T4XIY93044Ue6S9+nPqYwXnajX/k/JZJVA74Y
4SUb+MxFAgMBAAECggEABttUZwZegnnPIby1LIWzNqeAViRM+1IGZYbj1ljMoJu4
68kWVQNHMB05V026KNbo7s0HhEAGrk+3NPUqkS7XptEPuyC5zgSOgFHpdlWOVeCt
xrlLc/kZxO9X4c5KmlHJ4a/ZqpSkim5anB9spRAI79D83uJToWW8Myscv07orzGa
1Z84IcvlZ5tYzfz0YIB/TrgmNp8KOSHbWg00lYH7T1Ord3JPplOGxCx6dPHZAxQf
Oqg0klSqbqeM9yWu90qVFJkJ9kHUb3UWc7CV2sTAklWB5IumSiRjW7sxibWlVIqj
Nq4ZJo0D2OaUaohkRBWdnTpApAchZC5VrgDTYa5ziQKBgQD0W7SDXDkFjon2l6W0
aCh06VYPFDhDTt7CKp0lj26TV+vr3G9ziMzqvLprZPu2bVDO3ezu7ArOJL0aIHM4
cN9evWsJvgTFSuGqr+sgfBZWxxY4MlGDcuOvECz+u7y+xTWG+60uG6Ikb2sTdnTV
Q+am+0mAM5zaJeppCFXO/qqk+QKBgQDADqeLcUVWvDOzAU3LcRi4T4mHzg1YFvrq
qiGH7BTvClBM913FBqGME1AtNzrTl+Kd6V4gxTdgKghZgnggMrPlc9Yq2qbj4HpT
16lje2eIBa4WvLyIfMlJnkNDlXNjde4UEpQ93dzLoHixjCoMnJYhFMtEJRELLbEK
di/B8cXQrQKBgCc4fO3EpKZerYg16PPe7/dr6FM9RJaRFzIFEvoPXokpyIUv+XeK
0pEuv6EzMS+jth+uATSMEGPsA6oo4TWC8GdNcdu7cxqTnUr/N3ccU52UEN3uPaUi
kKbtqrssOOxJzQCgbriC2PCOLZqPHcuJPYE5vh9kqV1eTpSTMOqrd4pJAoGAQvTY
9IRI6DQ00fNia8rCE3+nMvFjNZLNZ4JorjpgEfZGiI604jutlmglS541pA8Psn3p
kwMuixgcURhrSM5kaVo5EDeqd0eLXi+Rnl0newR/7O1fzTWz9zZ1vNodoE888UKI
7AitMVCAw2VaQ4tTy7S0KM3DY2JKlpsdiz/+9wECgYBJ7zDB5uyn/HoZwi+q+5h+
H+QQgSLBLtGctOwW73QsFwuJNv48UtZ0v7+U9JaL1/pMm9ERkHr38SroYiCQEFaQ
qiOyrHYV3WvRXFyN/Z2zLNtkFZi97P7mx3tkr5haZ9WMm/4+PC/aW7BLR8jzqftY
4heLJqzz4J0odiAHG52d+A==
-----END PRIVATE KEY-----
""",
    "self.crt": """\
-----BEGIN CERTIFICATE-----
MIIBlDCCATugAwIBAgIUY+9oP0V5ThZ+/FhZVZ1pc5rA78gwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNzExNTEwMloYDzIxMjYxMTAz
MTE1MTAyWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQeDBx8H2H7l00k7na0KR7N3J8qvZ+rk3Ymf9P9r5XHkvDO9u74bQhW
jI/QuzabEMPYcz0mV5Hqjra4l11jSMAzo2kwZzAdBgNVHQ4EFgQUVRcawy/55FKQ
HlV91av60O7kTnowHwYDVR0jBBgwFoAUVRcawy/55FKQHlV91av60O7kTnowDwYD
VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
RwAwRAIgf3AmQNP/VzkgR/AI7y/CgickbCfJBFg/60swMOhefB4CIGCKWMAAwpHZ
4/ZIxnMlM6HFG/Y8N2DkH80L9D/r7DwY
-----END CERTIFICATE-----
""",
    "self.key": """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgPz2psJWwdXF815zq
rMl3xcQzUvWr3JfIOffIto0vt3ehRANCAAQeDBx8H2H7l00k7na0KR7N3J8qvZ+r
k3Ymf9P9r5XHkvDO9u74bQhWjI/QuzabEMPYcz0mV5Hqjra4l11jSMAz
-----END PRIVATE KEY-----
""",
    "old.crt": """\
-----BEGIN CERTIFICATE-----
MIIBoDCCAUagAwIBAgIBATAKBggqhkjOPQQDAjA6MQswCQYDVQQGEwJOTDETMBEG
A1UECgwKU29ja2V0IExhYjEWMBQGA1UEAwwNTGFiIGF1dGhvcml0eTAeFw0yMDAx
MDEwMDAwMDBaFw0yMTAxMDEwMDAwMDBaMBQxEjAQBgNVBAMMCWxvY2FsaG9zdDBZ
MBMGByqGSM49AgEGCCqGSM49AwEHA0IABHR0WdkhIky0/ezD9zBHrhhm5kZoXBvm
xb3DMcuNopMtsE5xbHMXSD2uydWcHWvOpT0LzA1XPP3FcbLMhkVMjBCjYzBhMBQG
A1UdEQQNMAuCCWxvY2FsaG9zdDAJBgNVHRMEAjAAMB8GA1UdIwQYMBaAFP6vq2ne
pQshTAOvLmTWsDTLrVY6MB0GA1UdDgQWBBTEFACzcyAYM80tTI5S3WnbzEcc/DAK
BggqhkjOPQQDAgNIADBFAiEAzvpzq/b24bN4BMWYd2zM2QlNZcF1rr9zmT1rDIwX
IeQCIC9lrujlmOZdgNfax/3EsKeS2FfB39ebE54iZZ0+EOhv
-----END CERTIFICATE-----
""",
    "old.key": """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgNqzkbgjki8N3xMaF
i14jYwhRrbg3P8BzAOXAti4fOOChRANCAAR0dFnZISJMtP3sw/cwR64YZuZGaFwb
5sW9wzHLjaKTLbBOcWxzF0g9rsnVnB1rzqU9C8wNVzz9xXGyzIZFTIwQ
-----END PRIVATE KEY-----
""",
}
for name, text in PEM.items():
    with open(name, "w") as file:
        file.write(text)


def contexts(name="server", trust="ca.crt", verify=None):
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(f"{name}.crt", f"{name}.key")
    client = ssl.create_default_context()
    client.verify_flags &= ~(getattr(ssl, "VERIFY_X509_STRICT", 0) | getattr(ssl, "VERIFY_X509_PARTIAL_CHAIN", 0))
    if trust:
        client.load_verify_locations(trust)
    return client, server


def shake(client, server, host="localhost"):
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    c = client.wrap_bio(down, up, server_hostname=host)
    s = server.wrap_bio(up, down, server_side=True)
    open_ = {"client": c, "server": s}
    for _ in range(10):
        for who in list(open_):
            try:
                open_[who].do_handshake()
                del open_[who]
            except ssl.SSLWantReadError:
                pass
    assert not open_
    return c, s


def told(error):
    text = str(error).rpartition(" (_ssl.c")[0] or str(error)
    more = (getattr(error, name, None) for name in ("verify_code", "verify_message", "reason", "library"))
    return type(error).__name__, text, *more


c, s = shake(*contexts())
print(c.version(), c.cipher(), s.cipher(), c.selected_alpn_protocol())
print(c.write(b"hello"), s.read(), s.write(b"x" * 40000), len(c.read(100000)), c.pending())
print(sorted(c.getpeercert().items()), len(c.getpeercert(True)) > 100, s.getpeercert())
try:
    c.read()
except ssl.SSLWantReadError as error:
    print(told(error))
while True:
    try:
        c.read(100000)
    except ssl.SSLWantReadError:
        break
for end in (c, s, c):
    try:
        print(end.unwrap())
    except ssl.SSLError as error:
        print(told(error))
try:
    c.write(b"more")
except ssl.SSLError as error:
    print(told(error))

for name, trust, host in (
    ("self", None, "localhost"), ("self", "self.crt", "localhost"), ("server", None, "localhost"), ("server", "ca.crt", "example.org"),
    ("server", "ca.crt", "127.0.0.1"), ("server", "ca.crt", "127.0.0.2"), ("server", "ca.crt", "::1"), ("server", "ca.crt", "a.lab.example"),
    ("server", "ca.crt", "a.b.lab.example"), ("other", "ca.crt", "other.example"), ("old", "ca.crt", "localhost"), ("old", "ca.crt", "no.example"), ("old", None, "localhost"),
):
    try:
        c, s = shake(*contexts(name, trust), host)
        print(name, trust, host, c.version())
    except ssl.SSLError as error:
        print(name, trust, host, told(error))

client, server = contexts()
server.set_alpn_protocols(["h2", "http/1.1"])
client.set_alpn_protocols(["http/1.1", "spdy"])
print(shake(client, server)[1].selected_alpn_protocol())
client.set_alpn_protocols(["none"])
print(shake(client, server)[1].selected_alpn_protocol())

client, server = contexts()
client.maximum_version = ssl.TLSVersion.TLSv1_2
c, s = shake(client, server)
print(c.version(), c.cipher(), c.write(b"hello"), s.read())
server.minimum_version = ssl.TLSVersion.TLSv1_3
try:
    shake(client, server)
except ssl.SSLError as error:
    print(told(error)[:2], error.reason)

client, server = contexts("other")
client.check_hostname = False
client.verify_mode = ssl.CERT_NONE
client.maximum_version = ssl.TLSVersion.TLSv1_2
c, s = shake(client, server, None)
print(c.cipher(), c.getpeercert(), len(c.getpeercert(True)) > 100)


def choose(sock, name, context):
    print("asked for", name, type(sock).__name__)
    if name == "other.example":
        sock.context = contexts("other")[1]
    elif name != "localhost":
        return ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME


client, server = contexts()
server.sni_callback = choose
for host in ("localhost", "other.example", "third.example"):
    try:
        print(shake(client, server, host)[0].getpeercert()["subject"])
    except ssl.SSLError as error:
        print(told(error)[:2])

client, server = contexts()
server.verify_mode = ssl.CERT_REQUIRED
server.load_verify_locations("ca.crt")
client.maximum_version = ssl.TLSVersion.TLSv1_2
try:
    shake(client, server)
except ssl.SSLError as error:
    print(told(error))
client.load_cert_chain("other.crt", "other.key")
print(shake(client, server)[1].getpeercert()["subject"])

for attempt in (
    lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain("server.crt", "other.key"),
    lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain("server.crt"),
    lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain("none.crt"),
    lambda: ssl.create_default_context(cafile="server.key"),
    lambda: ssl.create_default_context(cadata="nothing"),
    lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), False, "a"),
    lambda: setattr(ssl.create_default_context(), "verify_mode", ssl.CERT_NONE),
    lambda: shake(contexts()[0], ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)),
    lambda: ssl.create_default_context().set_ciphers("NONSENSE"),
):
    try:
        print(attempt())
    except Exception as error:
        print(told(error))

incoming = ssl.MemoryBIO()
incoming.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
try:
    contexts()[0].wrap_bio(incoming, ssl.MemoryBIO(), False, "localhost").do_handshake()
except ssl.SSLError as error:
    print(told(error))
incoming = ssl.MemoryBIO()
incoming.write(b"GET / HTTP/1.1\r\n\r\n")
try:
    contexts()[1].wrap_bio(incoming, ssl.MemoryBIO(), True).do_handshake()
except ssl.SSLError as error:
    print(told(error))
incoming = ssl.MemoryBIO()
incoming.write_eof()
try:
    contexts()[0].wrap_bio(incoming, ssl.MemoryBIO(), False, "localhost").do_handshake()
except ssl.SSLError as error:
    print(told(error))
context = ssl.create_default_context(cafile="ca.crt")
print(context.cert_store_stats(), [cert["subject"] for cert in context.get_ca_certs()], context.options, context.minimum_version, context.maximum_version)
print([suite["name"] for suite in context.get_ciphers()][:3])
