#include "client/websocket.hpp"

#include <Poco/Base64Encoder.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/URI.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <stdexcept>

namespace cast::conformance::faults {
namespace {

constexpr const char* kKey = "dGhlIHNhbXBsZSBub25jZQ==";
constexpr const char* kMask = "\x11\x22\x33\x44";

Poco::Net::Context::Ptr contextFor(const Conduct& conduct, const std::string& host) {
  using Poco::Net::Context;
  Context::Ptr context(new Context(Context::TLS_CLIENT_USE, "", "", conduct.caFile, Context::VERIFY_STRICT));
  context->enableExtendedCertificateVerification(false);
  const bool any = conduct.breaks("accepts-any-certificate");
  SSL_CTX_set_verify(context->sslContext(), any ? SSL_VERIFY_NONE : SSL_VERIFY_PEER, nullptr);
  X509_VERIFY_PARAM* parameters = SSL_CTX_get0_param(context->sslContext());
  if (conduct.breaks("ignores-dates")) X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_NO_CHECK_TIME);
  if (!conduct.breaks("ignores-names")) X509_VERIFY_PARAM_set1_ip_asc(parameters, host.c_str());
  if (conduct.breaks("trusts-nobody")) X509_VERIFY_PARAM_set1_ip_asc(parameters, "192.0.2.1");
  if (conduct.breaks("talks-obsolete-tls")) {
    SSL_CTX_set_security_level(context->sslContext(), 0);
    SSL_CTX_clear_options(context->sslContext(), SSL_OP_NO_TLSv1_1);
    SSL_CTX_set_min_proto_version(context->sslContext(), TLS1_VERSION);
  }
  return context;
}

std::string base64Url(const std::string& text) {
  std::ostringstream stream;
  Poco::Base64Encoder encoder(stream, Poco::BASE64_URL_ENCODING | Poco::BASE64_NO_PADDING);
  encoder.rdbuf()->setLineLength(0);
  encoder << text;
  encoder.close();
  return stream.str();
}

std::string handshake(const Conduct& conduct, const Poco::URI& uri, bool again) {
  std::string target = uri.getPath() + "/ws";
  if (conduct.breaks("token-in-url") || conduct.breaks("token-in-url-too"))
    target += "?access_token=" + conduct.token;
  std::string head =
      "GET " + target + " HTTP/1.1\r\nHost: " + uri.getAuthority() +
      "\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Key: " + kKey +
      "\r\nSec-WebSocket-Version: " + (conduct.breaks("old-handshake") ? "8" : "13") + "\r\n";
  if (conduct.breaks("no-token") || conduct.breaks("token-in-url") || (again && conduct.breaks("token-once")))
    return head + "\r\n";
  if (conduct.tokenPlace == "subprotocol")
    return head + "Sec-WebSocket-Protocol: cast, bearer." + base64Url(conduct.token) + "\r\n\r\n";
  return head + "Authorization: " + conduct.credentials() + "\r\n\r\n";
}

}  // namespace

Poco::Net::StreamSocket connectTo(const Conduct& conduct) {
  const Poco::URI uri(conduct.hub);
  const Poco::Net::SocketAddress address(uri.getHost(), uri.getPort());
  if (uri.getScheme() != "https") {
    Poco::Net::StreamSocket socket;
    socket.connect(address, Poco::Timespan(2, 0));
    socket.setNoDelay(true);
    return socket;
  }
  Poco::Net::SecureStreamSocket socket(contextFor(conduct, uri.getHost()));
  socket.connect(address, Poco::Timespan(2, 0));
  socket.completeHandshake();
  return socket;
}

ClientWebSocket::ClientWebSocket(const Conduct& conduct, bool again)
    : conduct_(conduct), socket_(connectTo(conduct)) {
  const std::string request = handshake(conduct, Poco::URI(conduct.hub), again);
  socket_.sendBytes(request.data(), static_cast<int>(request.size()));
  std::array<char, 4096> buffer;
  while (bytes_.find("\r\n\r\n") == std::string::npos) {
    const int count = socket_.receiveBytes(buffer.data(), static_cast<int>(buffer.size()));
    if (count <= 0) throw Poco::Net::ConnectionResetException("no answer to the handshake");
    bytes_.append(buffer.data(), static_cast<std::size_t>(count));
  }
  if (!bytes_.starts_with("HTTP/1.1 101")) throw std::runtime_error(bytes_.substr(0, bytes_.find('\r')));
  bytes_.erase(0, bytes_.find("\r\n\r\n") + 4);
}

std::optional<ClientWebSocket::Frame> ClientWebSocket::read(std::chrono::milliseconds time) {
  if (auto frame = takeFrame()) return frame;
  const bool waits = socket_.secure() && socket_.available() > 0;
  if (!waits && !socket_.poll(Poco::Timespan(time.count() * 1000), Poco::Net::Socket::SELECT_READ)) return {};
  std::array<char, 65536> buffer;
  const int count = socket_.receiveBytes(buffer.data(), static_cast<int>(buffer.size()));
  if (count <= 0) throw Poco::Net::ConnectionResetException("the connection is lost");
  bytes_.append(buffer.data(), static_cast<std::size_t>(count));
  return takeFrame();
}

std::optional<ClientWebSocket::Frame> ClientWebSocket::takeFrame() {
  const auto byte = [&](std::size_t at) {
    return static_cast<unsigned>(static_cast<unsigned char>(bytes_[at]));
  };
  if (bytes_.size() < 2) return {};
  std::size_t length = byte(1) & 0x7FU;
  const std::size_t extended = length == 126 ? 2 : length == 127 ? 8 : 0;
  if (bytes_.size() < 2 + extended) return {};
  if (extended > 0) length = 0;
  for (std::size_t i = 0; i < extended; ++i) length = length * 256 + byte(2 + i);
  if (bytes_.size() < 2 + extended + length) return {};
  Frame frame{(byte(0) & 0x80U) != 0, byte(0) & 0x0FU, bytes_.substr(2 + extended, length)};
  bytes_.erase(0, 2 + extended + length);
  return frame;
}

void ClientWebSocket::send(unsigned opcode, const std::string& payload) {
  const bool masked = !conduct_.breaks("unmasked");
  const unsigned bit = masked ? 0x80U : 0U;
  std::string bytes(1, static_cast<char>(0x80U | opcode));
  const std::size_t size = payload.size();
  const std::size_t extended = size > 0xFFFF ? 8 : size > 125 ? 2 : 0;
  bytes += static_cast<char>(bit | (extended == 8 ? 127 : extended == 2 ? 126 : size));
  for (std::size_t i = extended; i > 0; --i) bytes += static_cast<char>(size >> ((i - 1) * 8));
  if (masked) bytes.append(kMask, 4);
  for (std::size_t i = 0; i < size; ++i)
    bytes += static_cast<char>(masked ? payload[i] ^ kMask[i % 4] : payload[i]);
  socket_.sendBytes(bytes.data(), static_cast<int>(bytes.size()));
}

}  // namespace cast::conformance::faults
