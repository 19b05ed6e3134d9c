#include "target.hpp"

#include <Poco/Exception.h>
#include <Poco/URI.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <stdexcept>

namespace cast::bench {
namespace {

sockaddr_in resolve(const std::string& host, const std::string& port) {
  addrinfo hints{};
  hints.ai_family = AF_INET;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int error = getaddrinfo(host.c_str(), port.c_str(), &hints, &found); error != 0) {
    throw std::runtime_error("--hub: " + host + ": " + gai_strerror(error));
  }
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, freeaddrinfo);
  return *reinterpret_cast<const sockaddr_in*>(found->ai_addr);
}

class Socket {
 public:
  explicit Socket(const Target& target) : descriptor_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (connect(descriptor_, reinterpret_cast<const sockaddr*>(&target.address), sizeof target.address) !=
        0) {
      throw std::runtime_error("the hub can't be reached at " + target.host + ":" + target.port);
    }
  }
  ~Socket() { close(descriptor_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  std::string ask(const std::string& request) const {
    std::string answer;
    std::array<char, 4096> bytes{};
    if (::send(descriptor_, request.data(), request.size(), MSG_NOSIGNAL) < 0) return answer;
    for (ssize_t n = recv(descriptor_, bytes.data(), bytes.size(), 0); n > 0;
         n = recv(descriptor_, bytes.data(), bytes.size(), 0)) {
      answer.append(bytes.data(), static_cast<std::size_t>(n));
    }
    return answer;
  }

 private:
  int descriptor_;
};

long numberOf(const std::string& metrics, const std::string& name) {
  const std::size_t at = metrics.find("\n" + name + " ");
  if (at == std::string::npos) throw std::runtime_error("the hub's /metrics has no " + name);
  return std::stol(metrics.substr(at + name.size() + 2));
}

}  // namespace

Target Target::parse(const std::string& url, const std::string& token) {
  try {
    const Poco::URI uri(url);
    if (uri.getScheme() != "http" || uri.getHost().empty()) {
      throw std::runtime_error("--hub must be http://host:port/cast/v1, not `" + url + "`");
    }
    Target target{uri.getHost(), std::to_string(uri.getPort()), uri.getPath(), token, {}};
    target.address = resolve(target.host, target.port);
    return target;
  } catch (const Poco::SyntaxException&) {
    throw std::runtime_error("--hub must be http://host:port/cast/v1, not `" + url + "`");
  }
}

HubState askHub(const Target& target) {
  const std::string metrics =
      Socket(target).ask("GET /metrics HTTP/1.1\r\nHost: " + target.host + "\r\nConnection: close\r\n\r\n");
  return {numberOf(metrics, "process_threads"), numberOf(metrics, "process_resident_memory_bytes")};
}

}  // namespace cast::bench
