#include "reports/attestation/jws.hpp"

#include <Poco/Base64Decoder.h>
#include <Poco/Base64Encoder.h>
#include <Poco/Exception.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>
#include <vector>

namespace cast::report {
namespace {

using Json = nlohmann::json;

constexpr int kCoordinate = 32;  // bytes of an integer modulo the order of P-256

template <auto Free>
struct Freed {
  template <class Thing>
  void operator()(Thing* thing) const {
    Free(thing);
  }
};
using KeyPointer = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using BioPointer = std::unique_ptr<BIO, Freed<BIO_free>>;
using ContextPointer = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using SignaturePointer = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>>;

std::string base64Url(const std::string& bytes) {
  std::ostringstream text;
  Poco::Base64Encoder encoder(text, Poco::BASE64_URL_ENCODING | Poco::BASE64_NO_PADDING);
  encoder.rdbuf()->setLineLength(0);
  encoder << bytes;
  encoder.close();
  return text.str();
}

// Nothing but base64url; what decodes otherwise than it would be encoded again is refused.
bool fromBase64Url(const std::string& text, std::string& bytes) {
  try {
    std::istringstream encoded(text);
    Poco::Base64Decoder decoder(encoded, Poco::BASE64_URL_ENCODING | Poco::BASE64_NO_PADDING);
    bytes.assign(std::istreambuf_iterator<char>(decoder), {});
  } catch (const Poco::Exception&) {
    return false;
  }
  return base64Url(bytes) == text;
}

const unsigned char* bytesOf(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

BioPointer memory(const std::string& text) {
  return BioPointer(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// No passphrase is asked for: a program in a pipeline would wait for ever.
int noPassphrase(char*, int, int, void*) { return 0; }

KeyPointer readPrivate(const std::string& pem) {
  const BioPointer bio = memory(pem);
  return KeyPointer(PEM_read_bio_PrivateKey(bio.get(), nullptr, noPassphrase, nullptr));
}

KeyPointer readPublic(const std::string& pem) {
  const BioPointer bio = memory(pem);
  return KeyPointer(PEM_read_bio_PUBKEY(bio.get(), nullptr, noPassphrase, nullptr));
}

bool isP256(const EVP_PKEY* key) {
  std::array<char, 32> name{};
  return EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
         EVP_PKEY_get_group_name(key, name.data(), name.size(), nullptr) == 1 &&
         std::string_view{name.data()} == "prime256v1";
}

bool isEd25519(const EVP_PKEY* key) { return EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519; }

// RFC 7518 section 3.4: R and S one after the other, not in ASN.1.
std::string toFixed(const std::string& der) {
  const unsigned char* at = bytesOf(der);
  const SignaturePointer signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  std::string fixed(2UL * kCoordinate, '\0');
  auto* out = reinterpret_cast<unsigned char*>(fixed.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out, kCoordinate);
  BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out + kCoordinate, kCoordinate);
  return fixed;
}

std::string toDer(const std::string& fixed) {
  const SignaturePointer signature(ECDSA_SIG_new());
  ECDSA_SIG_set0(signature.get(), BN_bin2bn(bytesOf(fixed), kCoordinate, nullptr),
                 BN_bin2bn(bytesOf(fixed) + kCoordinate, kCoordinate, nullptr));
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &der);
  std::string bytes(reinterpret_cast<char*>(der), static_cast<std::size_t>(std::max(size, 0)));
  OPENSSL_free(der);
  return bytes;
}

}  // namespace

struct Key::Implementation {
  KeyPointer key;
  bool ec = false;

  const EVP_MD* digest() const { return ec ? EVP_sha256() : nullptr; }
  std::string signBytes(const std::string& input) const;
  bool verifyBytes(const std::string& signature, const std::string& input) const;
};

std::string Key::Implementation::signBytes(const std::string& input) const {
  const ContextPointer context(EVP_MD_CTX_new());
  std::size_t size = 0;
  if (EVP_DigestSignInit(context.get(), nullptr, digest(), nullptr, key.get()) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &size, bytesOf(input), input.size()) != 1)
    throw KeyFault("OpenSSL can't sign with this key");
  std::string signature(size, '\0');
  if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytesOf(input),
                     input.size()) != 1)
    throw KeyFault("OpenSSL can't sign with this key");
  signature.resize(size);
  return ec ? toFixed(signature) : signature;
}

bool Key::Implementation::verifyBytes(const std::string& signature, const std::string& input) const {
  if (signature.size() != 2UL * kCoordinate) return false;
  const std::string bytes = ec ? toDer(signature) : signature;
  const ContextPointer context(EVP_MD_CTX_new());
  return EVP_DigestVerifyInit(context.get(), nullptr, digest(), nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), bytesOf(bytes), bytes.size(), bytesOf(input), input.size()) == 1;
}

namespace {

template <class Implementation>
std::shared_ptr<const Implementation> accepted(KeyPointer key) {
  const bool ec = isP256(key.get());
  if (!ec && !isEd25519(key.get()))
    throw KeyFault(
        "the key is neither an EC key on P-256 nor an Ed25519 key; make one with: openssl genpkey "
        "-algorithm ed25519 -out key.pem");
  auto implementation = std::make_shared<Implementation>();
  implementation->key = std::move(key);
  implementation->ec = ec;
  return implementation;
}

}  // namespace

Key Key::privateFrom(const std::string& pem) {
  KeyPointer key = readPrivate(pem);
  if (!key)
    throw KeyFault(
        "this is no private key in PEM without a passphrase; make one with: openssl genpkey -algorithm "
        "ed25519 -out key.pem");
  return Key(accepted<Implementation>(std::move(key)));
}

Key Key::publicFrom(const std::string& pem) {
  KeyPointer key = readPublic(pem);
  if (!key) key = readPrivate(pem);
  if (!key)
    throw KeyFault(
        "this is no public key in PEM; make it from the private one with: openssl pkey -in key.pem -pubout "
        "-out public.pem");
  return Key(accepted<Implementation>(std::move(key)));
}

std::string Key::algorithm() const { return implementation_->ec ? "ES256" : "EdDSA"; }

std::string Key::thumbprint() const {
  const EVP_PKEY* key = implementation_->key.get();
  std::string bytes(65, '\0');
  std::size_t size = bytes.size();
  auto* out = reinterpret_cast<unsigned char*>(bytes.data());
  std::string jwk;
  if (implementation_->ec) {  // 04, x, y
    EVP_PKEY_get_octet_string_param(key, "pub", out, bytes.size(), &size);
    if (size != bytes.size())
      throw KeyFault("the key's point is compressed; write it again with openssl pkey");
    jwk = R"({"crv":"P-256","kty":"EC","x":")" + base64Url(bytes.substr(1, 32)) + R"(","y":")" +
          base64Url(bytes.substr(33)) + "\"}";
  } else {
    EVP_PKEY_get_raw_public_key(key, out, &size);
    jwk = R"({"crv":"Ed25519","kty":"OKP","x":")" + base64Url(bytes.substr(0, size)) + "\"}";
  }
  std::string digest(32, '\0');
  EVP_Digest(jwk.data(), jwk.size(), reinterpret_cast<unsigned char*>(digest.data()), nullptr, EVP_sha256(),
             nullptr);
  return base64Url(digest);
}

std::string Key::sign(const std::string& payload) const {
  const std::string header = base64Url(R"({"alg":")" + algorithm() + R"(","kid":")" + thumbprint() +
                                       R"(","typ":"cast-attestation+json"})");
  return header + ".." + base64Url(implementation_->signBytes(header + "." + base64Url(payload)));
}

std::string Key::refute(const std::string& jws, const std::string& payload) const {
  const std::size_t dots = jws.find("..");
  std::string header, signature;
  if (dots == jws.npos || !fromBase64Url(jws.substr(0, dots), header) ||
      !fromBase64Url(jws.substr(dots + 2), signature))
    return "it is no detached JWS (header..signature)";
  const Json members = Json::parse(header, nullptr, false);
  if (!members.is_object()) return "its header is not JSON";
  if (members.contains("crit")) return "its header has extensions (crit) that this program does not know";
  if (members.value("alg", Json()) != algorithm())
    return "it was made by the algorithm " + members.value("alg", Json()).dump() + ", this key is for " +
           algorithm();
  if (implementation_->verifyBytes(signature, jws.substr(0, dots) + "." + base64Url(payload))) return "";
  const Json kid = members.value("kid", Json());
  if (kid.is_string() && kid != thumbprint())
    return "another key signed it: its thumbprint is " + kid.dump() + ", this key's is " + thumbprint();
  return "the statement was changed after it was signed, or the signature was";
}

}  // namespace cast::report
