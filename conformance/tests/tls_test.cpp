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
#include "wire/callback_server.hpp"
#include "wire/connection.hpp"
#include "wire/http_exchange.hpp"
#include "wire/network_failure.hpp"
#include "wire/redaction.hpp"
#include "wire/url.hpp"

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

TlsAnswer offered(TlsVersion version) {
  const tests::TemporaryFolder folder;
  const EchoServer server(folder);
  return Connection::offerTls(server.endpoint("localhost", ""), version, Deadline::in(kLong));
}

TEST(TlsOffer, OfAVersionThatIsSpokenIsAccepted) {
  EXPECT_EQ(offered(TlsVersion::v1_2).state, TlsAnswer::State::accepted);
  EXPECT_EQ(offered(TlsVersion::v1_3).state, TlsAnswer::State::accepted);
}

TEST(TlsOffer, OfAnOldVersionIsRefusedWithTheReason) {
  const TlsAnswer answer = offered(TlsVersion::v1_1);
  EXPECT_EQ(answer.state, TlsAnswer::State::refused);
  EXPECT_THAT(answer.reason, HasSubstr("alert"));
}

/// A callback with a certificate, what was called there and what its transcript says.
class CertifiedCallback {
 public:
  explicit CertifiedCallback(Certificate kind)
      : server_("127.0.0.1", "/told", authority_.identity(kind),
                Recorder(transcript_, "app", Transport::callback), [](const HttpMessage&) { return 200; }) {}

  /// Posts as somebody who trusts these authorities; the status, 0 for none.
  int post(const std::string& caFile) {
    const auto url = parseUrl(server_.url(), caFile);
    try {
      const Deadline deadline = Deadline::in(kLong);
      HttpExchange exchange(Connection::open(url->endpoint, deadline),
                            Recorder(transcript_, "hub", Transport::http));
      exchange.send("POST /told HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}", "POST", deadline);
      return exchange.readAnswer(deadline).answer.status;
    } catch (const NetworkFailure&) {
      return 0;
    }
  }

  /// What it noted of handshakes once nobody calls any more.
  std::string notes() {
    server_.awaitCallers(Deadline::in(kLong));
    std::string all;
    for (const auto& exchange : transcript_.exchanges())
      if (exchange.direction == Direction::note) all += exchange.summary;
    return all;
  }

  std::string authority() const { return authority_.certificate(); }

 private:
  const CertificateAuthority authority_;
  const Redaction redaction_;
  Transcript transcript_{redaction_};
  CallbackServer server_;
};

TEST(CallbackOverTls, AnswersWhoeverTrustsItsAuthority) {
  const tests::TemporaryFolder folder;
  CertifiedCallback callback(Certificate::trusted);
  EXPECT_EQ(callback.post(folder.write("authority.pem", callback.authority())), 200);
  EXPECT_EQ(callback.notes(), "a TLS handshake: complete");
}

TEST(CallbackOverTls, IsWaitedForNoLongerThanTheTimeLimitWhereNobodyCalls) {
  const Redaction redaction;
  Transcript transcript(redaction);
  CallbackServer server("127.0.0.1", "/told", CertificateAuthority().identity(Certificate::stranger),
                        Recorder(transcript, "app", Transport::callback),
                        [](const HttpMessage&) { return 200; });
  const Deadline deadline = Deadline::in(Milliseconds(50));
  server.awaitCallers(deadline);
  EXPECT_TRUE(deadline.passed());
}

TEST(CallbackOverTls, NotesThatACallerRefusedItsCertificate) {
  const tests::TemporaryFolder folder;
  for (const Certificate kind : {Certificate::stranger, Certificate::otherName, Certificate::expired}) {
    CertifiedCallback callback(kind);
    EXPECT_EQ(callback.post(folder.write("authority.pem", callback.authority())), 0);
    EXPECT_THAT(callback.notes(), HasSubstr("broken off by the caller"));
  }
}

}  // namespace
}  // namespace cast::conformance
