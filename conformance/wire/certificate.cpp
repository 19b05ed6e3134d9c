#include "wire/certificate.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <memory>
#include <stdexcept>

namespace cast::conformance {
namespace {

template <typename T, void (*Free)(T*)>
struct Freed {
  void operator()(T* object) const { Free(object); }
};
void freeBio(BIO* bio) { BIO_free(bio); }
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY, &EVP_PKEY_free>>;
using Paper = std::unique_ptr<X509, Freed<X509, &X509_free>>;
using Bio = std::unique_ptr<BIO, Freed<BIO, &freeBio>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION, &X509_EXTENSION_free>>;

constexpr long kHour = 3600;

void demand(bool success) {
  if (!success) throw std::runtime_error("OpenSSL cannot make the runner's certificates");
}

std::string bytesOf(const Bio& bio) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

Identity pem(const Paper& certificate, const Key& key) {
  const Bio paper(BIO_new(BIO_s_mem()));
  const Bio secret(BIO_new(BIO_s_mem()));
  demand(PEM_write_bio_X509(paper.get(), certificate.get()) == 1 &&
         PEM_write_bio_PrivateKey(secret.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
  return {bytesOf(paper), bytesOf(secret)};
}

Bio reader(const std::string& text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

Paper paperOf(const Identity& identity) {
  return Paper(PEM_read_bio_X509(reader(identity.certificate).get(), nullptr, nullptr, nullptr));
}

Key keyOf(const Identity& identity) {
  return Key(PEM_read_bio_PrivateKey(reader(identity.key).get(), nullptr, nullptr, nullptr));
}

void extend(X509* certificate, X509* issuer, int kind, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value));
  demand(extension && X509_add_ext(certificate, extension.get(), -1) == 1);
}

struct Wanted {
  std::string name;
  std::string hosts;  ///< subjectAltName; empty: an authority
  long from = -kHour;
  long to = 24 * kHour;
};

Identity made(const Wanted& wanted, const Identity* issuer) {
  const Key key(EVP_EC_gen("P-256"));
  const Paper certificate(X509_new());
  X509* x = certificate.get();
  const Paper issuerPaper = issuer == nullptr ? Paper() : paperOf(*issuer);
  const Key issuerKey = issuer == nullptr ? Key() : keyOf(*issuer);
  X509* signer = issuer == nullptr ? x : issuerPaper.get();
  std::uint64_t serial = 0;
  demand(key && x != nullptr && signer != nullptr &&
         RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1);
  X509_set_version(x, X509_VERSION_3);
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(x), serial >> 1U);
  X509_gmtime_adj(X509_getm_notBefore(x), wanted.from);
  X509_gmtime_adj(X509_getm_notAfter(x), wanted.to);
  X509_set_pubkey(x, key.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(wanted.name.c_str()), -1, -1, 0);
  X509_set_issuer_name(x, X509_get_subject_name(signer));
  extend(x, signer, NID_basic_constraints, wanted.hosts.empty() ? "critical,CA:TRUE" : "critical,CA:FALSE");
  extend(x, signer, NID_subject_key_identifier, "hash");
  extend(x, signer, NID_authority_key_identifier, "keyid:always");
  if (wanted.hosts.empty())
    extend(x, signer, NID_key_usage, "critical,keyCertSign,cRLSign");
  else
    extend(x, signer, NID_subject_alt_name, wanted.hosts.c_str());
  demand(X509_sign(x, issuer == nullptr ? key.get() : issuerKey.get(), EVP_sha256()) > 0);
  return pem(certificate, key);
}

}  // namespace

Certificate certificateOf(const std::string& name) {
  if (name == "trusted") return Certificate::trusted;
  if (name == "stranger") return Certificate::stranger;
  return name == "other-name" ? Certificate::otherName : Certificate::expired;
}

CertificateAuthority::CertificateAuthority()
    : authority_(made({"Cast conformance runner", ""}, nullptr)),
      stranger_(made({"Somebody else", ""}, nullptr)) {}

Identity CertificateAuthority::identity(Certificate kind) const {
  Wanted wanted{"localhost", "DNS:localhost,IP:127.0.0.1"};
  switch (kind) {
    case Certificate::trusted:
      return made(wanted, &authority_);
    case Certificate::stranger:
      return made(wanted, &stranger_);
    case Certificate::otherName:
      return made({"cast.example.org", "DNS:cast.example.org"}, &authority_);
    case Certificate::expired:
      wanted.from = -48 * kHour;
      wanted.to = -24 * kHour;
      return made(wanted, &authority_);
  }
  throw std::runtime_error("a certificate of an unknown kind");
}

}  // namespace cast::conformance
