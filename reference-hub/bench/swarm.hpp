#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "target.hpp"

namespace cast::bench {

/// Many WebSocket clients in one thread, on epoll. For measuring: it knows only what it needs of RFC 6455.
class Swarm {
 public:
  using Clock = std::chrono::steady_clock;
  /// A text message came in on client number `client`.
  using Message = std::function<void(std::size_t client, std::string_view text)>;

  /// Throws std::runtime_error where descriptors are too few.
  Swarm(const Target& target, std::size_t clients, Message message);
  ~Swarm();
  Swarm(const Swarm&) = delete;
  Swarm& operator=(const Swarm&) = delete;

  /// Connects all, a few at a time, and sends each `hello(number)`. Throws where the hub refuses one.
  void open(const std::function<std::string(std::size_t client)>& hello);

  void send(std::size_t client, std::string_view text);
  /// Handles what comes in until `until` or `done()`.
  void run(Clock::time_point until, const std::function<bool()>& done);

 private:
  struct Client {
    int descriptor = -1;
    bool isOpen = false;  // the handshake is over
    std::string input;
    std::string output;
  };

  void connect(std::size_t client);
  void ready(std::size_t client, std::uint32_t events);
  void flush(std::size_t client);
  void takeHandshake(std::size_t client);
  void takeFrames(std::size_t client);
  void watch(std::size_t client, int operation, std::uint32_t events);

  const Target target_;
  Message message_;
  std::function<std::string(std::size_t)> hello_;
  std::vector<Client> clients_;
  std::size_t opening_ = 0;
  std::size_t opened_ = 0;
  int epoll_ = -1;
};

/// Allows as many descriptors as the system does.
void raiseDescriptorLimit();

}  // namespace cast::bench
