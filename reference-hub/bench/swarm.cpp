#include "swarm.hpp"

#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace cast::bench {
namespace {

constexpr std::size_t kOpeningAtOnce = 200;
constexpr std::chrono::seconds kOpenLimit{60};

[[noreturn]] void fail(const std::string& what) {
  throw std::runtime_error(what + ": " + std::strerror(errno));
}

unsigned byteAt(std::string_view bytes, std::size_t i) { return static_cast<unsigned char>(bytes[i]); }

/// A masked text frame; a mask of zeros is a mask.
std::string frameOf(std::string_view text) {
  std::string frame("\x81");
  if (text.size() < 126) {
    frame += static_cast<char>(0x80U | text.size());
  } else {
    frame += static_cast<char>(0xFE);
    frame += static_cast<char>(text.size() >> 8U);
    frame += static_cast<char>(text.size() & 0xFFU);
  }
  return frame.append(4, '\0').append(text);
}

}  // namespace

void raiseDescriptorLimit() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

Swarm::Swarm(const Target& target, std::size_t clients, Message message)
    : target_(target), message_(std::move(message)), clients_(clients), epoll_(epoll_create1(EPOLL_CLOEXEC)) {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur < clients + 16) {
    throw std::runtime_error("this system allows " + std::to_string(limit.rlim_cur) +
                             " open files, too few for " + std::to_string(clients) +
                             " connections (ulimit -Hn)");
  }
}

Swarm::~Swarm() {
  for (const Client& client : clients_) {
    if (client.descriptor >= 0) close(client.descriptor);
  }
  close(epoll_);
}

void Swarm::open(const std::function<std::string(std::size_t)>& hello) {
  hello_ = hello;
  const auto deadline = Clock::now() + kOpenLimit;
  while (opened_ < clients_.size()) {
    while (opening_ < clients_.size() && opening_ - opened_ < kOpeningAtOnce) connect(opening_++);
    const std::size_t before = opened_;
    run(deadline, [&] { return opened_ > before; });
    if (opened_ == before)
      throw std::runtime_error("the hub does not open more than " + std::to_string(opened_));
  }
}

void Swarm::connect(std::size_t number) {
  Client& client = clients_[number];
  client.descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (client.descriptor < 0) fail("socket");
  const int on = 1;
  setsockopt(client.descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const auto* address = reinterpret_cast<const sockaddr*>(&target_.address);
  if (::connect(client.descriptor, address, sizeof target_.address) != 0 && errno != EINPROGRESS)
    fail("connect");
  client.output = "GET " + target_.path + "/ws HTTP/1.1\r\nHost: " + target_.host +
                  "\r\nAuthorization: Bearer " + target_.token +
                  "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  watch(number, EPOLL_CTL_ADD, EPOLLIN | EPOLLOUT);
}

void Swarm::watch(std::size_t client, int operation, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = client;
  if (epoll_ctl(epoll_, operation, clients_[client].descriptor, &event) != 0) fail("epoll_ctl");
}

void Swarm::run(Clock::time_point until, const std::function<bool()>& done) {
  std::array<epoll_event, 1024> events{};
  while (!done()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    if (left <= 0) return;
    const int wait = static_cast<int>(std::min<std::int64_t>(left, 1'000));
    const int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), wait);
    for (int i = 0; i < count; ++i) {
      const epoll_event& event = events[static_cast<std::size_t>(i)];
      ready(event.data.u64, event.events);
    }
  }
}

void Swarm::ready(std::size_t number, std::uint32_t events) {
  Client& client = clients_[number];
  if ((events & EPOLLOUT) != 0) flush(number);
  if ((events & ~static_cast<std::uint32_t>(EPOLLOUT)) == 0) return;
  std::array<char, 65536> bytes;  // NOLINT: recv() fills it
  const ssize_t size = recv(client.descriptor, bytes.data(), bytes.size(), 0);
  if (size < 0 && errno == EAGAIN) return;
  if (size <= 0) throw std::runtime_error("the hub closed a connection: " + client.input.substr(0, 200));
  client.input.append(bytes.data(), static_cast<std::size_t>(size));
  if (!client.isOpen) takeHandshake(number);
  if (client.isOpen) takeFrames(number);
}

void Swarm::takeHandshake(std::size_t number) {
  Client& client = clients_[number];
  const std::size_t end = client.input.find("\r\n\r\n");
  if (end == std::string::npos) return;
  if (client.input.rfind("HTTP/1.1 101", 0) != 0) {
    throw std::runtime_error("the hub refuses a WebSocket: " + client.input);
  }
  client.input.erase(0, end + 4);
  client.isOpen = true;
  ++opened_;
  send(number, hello_(number));
}

void Swarm::takeFrames(std::size_t number) {
  std::string& input = clients_[number].input;
  std::size_t taken = 0;
  while (input.size() >= taken + 2) {
    const std::string_view rest = std::string_view(input).substr(taken);
    const unsigned length = byteAt(rest, 1);
    const std::size_t header = length == 127 ? 10 : length == 126 ? 4 : 2;
    if (rest.size() < header) break;
    std::size_t size = length < 126 ? length : 0;
    for (std::size_t i = 2; i < header; ++i) size = size << 8U | byteAt(rest, i);
    if (rest.size() < header + size) break;
    taken += header + size;
    if ((byteAt(rest, 0) & 0x0FU) == 1) message_(number, rest.substr(header, size));
    if ((byteAt(rest, 0) & 0x0FU) == 8) {
      throw std::runtime_error("the hub closed a connection: " +
                               std::string(rest.substr(header + 2, size - 2)));
    }
  }
  if (taken == input.size()) {
    std::string().swap(input);
  } else {
    input.erase(0, taken);
  }
}

void Swarm::send(std::size_t client, std::string_view text) {
  clients_[client].output += frameOf(text);
  flush(client);
}

void Swarm::flush(std::size_t number) {
  Client& client = clients_[number];
  const ssize_t sent = ::send(client.descriptor, client.output.data(), client.output.size(), MSG_NOSIGNAL);
  if (sent < 0 && errno != EAGAIN && errno != ENOTCONN) fail("send");
  if (sent > 0) client.output.erase(0, static_cast<std::size_t>(sent));
  const std::uint32_t output = client.output.empty() ? 0U : static_cast<std::uint32_t>(EPOLLOUT);
  watch(number, EPOLL_CTL_MOD, EPOLLIN | output);
}

}  // namespace cast::bench
