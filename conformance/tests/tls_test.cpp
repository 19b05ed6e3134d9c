#include <Poco/Exception.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/SecureServerSocket.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <array>
#include <memory>
#include <thread>

#include "tests/temporary_folder.hpp"
#include "wire/connection.hpp"
#include "wire/network_failure.hpp"

namespace cast::conformance {
namespace {

using testing::HasSubstr;

constexpr Milliseconds kLong{20000};

/// Writes key.pem and certificate.pem, self-signed, for the name localhost only.
void writeCertificate(const tests::TemporaryFolder& folder) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), &X509_free);
  X509* x = certificate.get();
  X509_set_version(x, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
  X509_gmtime_adj(X509_getm_notBefore(x), -3600);
  X509_gmtime_adj(X509_getm_notAfter(x), 3600);
  X509_set_pubkey(x, key.get());
  X509_NAME* name = X509_get_subject_name(x);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"),
                             -1, -1, 0);
  X509_set_issuer_name(x, name);
  const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> names(
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "DNS:localhost"), &X509_EXTENSION_free);
  X509_add_ext(x, names.get(), -1);
  X509_sign(x, key.get(), EVP_sha256());
  const std::unique_ptr<BIO, decltype(&BIO_free)> keyFile(BIO_new_file(folder.path("key.pem").c_str(), "w"),
                                                          &BIO_free);
  PEM_write_bio_PrivateKey(keyFile.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  const std::unique_ptr<BIO, decltype(&BIO_free)> file(
      BIO_new_file(folder.path("certificate.pem").c_str(), "w"), &BIO_free);
  PEM_write_bio_X509(file.get(), x);
}

Poco::Net::SecureServerSocket listenWith(const tests::TemporaryFolder& folder) {
  writeCertificate(folder);
  const Poco::Net::Context::Ptr context(
      new Poco::Net::Context(Poco::Net::Context::TLS_SERVER_USE, folder.path("key.pem"),
                             folder.path("certificate.pem"), "", Poco::Net::Context::VERIFY_NONE));
  return {Poco::Net::SocketAddress("127.0.0.1", 0), 4, context};
}

/// A server that sends back, once, what the first connection sends.
class EchoServer {
 public:
  explicit EchoServer(const tests::TemporaryFolder& folder) : listener_(listenWith(folder)) {
    thread_ = std::thread([this] {
      try {
        Poco::Net::StreamSocket socket = listener_.acceptConnection();
        std::array<char, 64> buffer;
        const int count = socket.receiveBytes(buffer.data(), static_cast<int>(buffer.size()));
        if (count > 0) socket.sendBytes(buffer.data(), count);
      } catch (const Poco::Exception&) {  // the client refused the certificate
      }
    });
  }
  ~EchoServer() { thread_.join(); }
  EchoServer(const EchoServer&) = delete;
  EchoServer& operator=(const EchoServer&) = delete;

  Endpoint endpoint(const std::string& host, const std::string& caFile) const {
    return {host, listener_.address().port(), true, caFile};
  }

 private:
  Poco::Net::SecureServerSocket listener_;
  std::thread thread_;
};

std::string refusal(const Endpoint& endpoint) {
  try {
    Connection::open(endpoint, Deadline::in(kLong));
    return {};
  } catch (const NetworkFailure& failure) {
    return failure.what();
  }
}

TEST(Tls, BytesPassWhereTheAuthorityIsTrusted) {
  const tests::TemporaryFolder folder;
  const EchoServer server(folder);
  const auto connection =
      Connection::open(server.endpoint("localhost", folder.path("certificate.pem")), Deadline::in(kLong));
  EXPECT_EQ(connection->send("hello", Deadline::in(kLong)), Connection::Sent::whole);
  EXPECT_EQ(connection->receive(Deadline::in(kLong)).bytes, "hello");
  EXPECT_EQ(connection->receive(Deadline::in(kLong)).state, Received::State::closed);
}

TEST(Tls, AnUnknownAuthorityIsRefusedAndTheCureNamed) {
  const tests::TemporaryFolder folder;
  const EchoServer server(folder);
  EXPECT_THAT(refusal(server.endpoint("localhost", "")), HasSubstr("caFile"));
}

TEST(Tls, ACertificateForAnotherNameIsRefused) {
  const tests::TemporaryFolder folder;
  const EchoServer server(folder);
  EXPECT_THAT(refusal(server.endpoint("127.0.0.1", folder.path("certificate.pem"))),
              HasSubstr("not trusted"));
}

}  // namespace
}  // namespace cast::conformance
