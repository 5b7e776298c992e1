"""Keys and certificates of a development installation, and JSON Web Keys."""

from __future__ import annotations

import base64
import datetime
import ipaddress
import json
import os
import pathlib

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PSS = padding.PSS(mgf=padding.MGF1(hashes.SHA512()), salt_length=64)


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def number(value: int, size: int | None = None) -> str:
    return b64(value.to_bytes(size or (value.bit_length() + 7) // 8, "big"))


def public_jwk(key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey, kid: str) -> dict[str, str]:
    """The public key as RFC 7517 has it."""
    n = key.public_numbers()
    if isinstance(n, rsa.RSAPublicNumbers):
        return {"kid": kid, "kty": "RSA", "use": "sig", "n": number(n.n), "e": number(n.e)}
    return {"kid": kid, "kty": "EC", "crv": "P-256", "use": "sig", "x": number(n.x, 32), "y": number(n.y, 32)}


def private_jwk(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, kid: str) -> dict[str, str]:
    jwk = public_jwk(key.public_key(), kid)
    n = key.private_numbers()
    if isinstance(n, rsa.RSAPrivateNumbers):
        jwk.update(d=number(n.d), p=number(n.p), q=number(n.q), dp=number(n.dmp1), dq=number(n.dmq1), qi=number(n.iqmp))
    else:
        jwk["d"] = number(n.private_value, 32)
    return jwk


def sign(key: ec.EllipticCurvePrivateKey, message: bytes) -> bytes:
    """ECDSA over P-256 with SHA-256, the two numbers one after the other (RFC 7518 §3.4, RFC 9421 §3.3.4)."""
    r, s = decode_dss_signature(key.sign(message, ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def verify(key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey, signature: bytes, message: bytes) -> bool:
    """Whether the signature is this key's, by ES256 or PS512."""
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, message, PSS, hashes.SHA512())
        elif len(signature) != 64:
            return False
        else:
            whole = encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
            key.verify(whole, message, ec.ECDSA(hashes.SHA256()))
        return True
    except InvalidSignature:
        return False


CLIENTS = {"ukgc": "rsa", "mga": "ec", "cga": "ec", "officer": "rsa", "deputy": "ec"}


class Keys:
    """The keys of a folder, made when it is empty."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "ca.pem").exists():
            self._make()
        self.signing = {}
        for name in CLIENTS:
            self.signing[name] = self._private(f"{name}-signing.pem").public_key()
        self.platform = self._private("platform-signing.pem")
        self.platform_kid = "nw-2026-b"

    def jwks(self) -> dict:
        return {"keys": [public_jwk(self.platform.public_key(), self.platform_kid)]}

    def _private(self, name: str):
        return serialization.load_pem_private_key((self.folder / name).read_bytes(), None)

    def _write(self, name: str, data: bytes) -> None:
        with os.fdopen(os.open(self.folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)

    def _key(self, name: str, key) -> None:
        pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        self._write(name, pem)

    def _make(self) -> None:
        authority = self._authority("Northwind regulators' authority")
        strange = self._authority("Somebody else's authority")
        self._write("ca.pem", authority[1].public_bytes(serialization.Encoding.PEM))
        self._leaf("server", authority, serves=True)
        self._leaf("simulator", authority, serves=True)
        self._leaf("stranger", strange)
        for name, kind in CLIENTS.items():
            self._leaf(name, authority)
            key = rsa.generate_private_key(65537, 2048) if kind == "rsa" else ec.generate_private_key(ec.SECP256R1())
            self._key(f"{name}-signing.pem", key)
            self._write(f"{name}-signing.jwk", json.dumps(private_jwk(key, f"{name}-k1")).encode())
        self._key("platform-signing.pem", ec.generate_private_key(ec.SECP256R1()))

    @staticmethod
    def _authority(name: str):
        key = ec.generate_private_key(ec.SECP384R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        builder = Keys._builder(subject, subject, key.public_key()).add_extension(x509.BasicConstraints(True, 0), True)
        usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        builder = builder.add_extension(usage, True)
        builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        return key, builder.sign(key, hashes.SHA384())

    @staticmethod
    def _builder(subject: x509.Name, issuer: x509.Name, key) -> x509.CertificateBuilder:
        now = datetime.datetime.utcnow()
        return (
            x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key).serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(hours=1)).not_valid_after(now + datetime.timedelta(days=30))
        )

    def _leaf(self, name: str, authority, serves: bool = False) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        usages = [ExtendedKeyUsageOID.CLIENT_AUTH] + ([ExtendedKeyUsageOID.SERVER_AUTH] if serves else [])
        builder = self._builder(subject, authority[1].subject, key.public_key())
        builder = builder.add_extension(x509.BasicConstraints(False, None), True)
        builder = builder.add_extension(x509.ExtendedKeyUsage(usages), False)
        builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority[0].public_key()), False)
        if serves:
            names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
            builder = builder.add_extension(x509.SubjectAlternativeName(names), False)
        self._key(f"{name}.key", key)
        self._write(f"{name}.pem", builder.sign(authority[0], hashes.SHA384()).public_bytes(serialization.Encoding.PEM))
