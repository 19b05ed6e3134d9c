#include "example_program.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace cast::navicast {
namespace {

int checked(ssize_t result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return static_cast<int>(result);
}

sockaddr_in local(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

int newSocket() { return checked(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket"); }

std::array<int, 2> newPipe() {
  std::array<int, 2> ends{};
  checked(::pipe2(ends.data(), O_CLOEXEC), "pipe");
  return ends;
}

// In the child: becomes the program. What it announces goes to a descriptor that outlives exec.
[[noreturn]] void become(const std::string& path, std::vector<std::string> words, int output,
                         int announcement) {
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  const int open = ::dup(announcement);
  ::setenv("CAST_ANNOUNCE_FD", std::to_string(open).c_str(), 1);
  ::setenv("LD_PRELOAD", CAST_ANNOUNCE_PORT, 1);
  words.insert(words.begin(), path);
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  ::execv(path.c_str(), arguments.data());
  ::_exit(127);
}

}  // namespace

Connection::~Connection() {
  if (socket_ >= 0) ::close(socket_);
}

void Connection::send(const Bytes& bytes) {
  for (std::size_t sent = 0; sent < bytes.size();)
    sent += static_cast<std::size_t>(
        checked(::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL), "send"));
}

void Connection::receive(unsigned char* bytes, std::size_t size) {
  for (std::size_t got = 0; got < size;) {
    const int more = checked(::recv(socket_, bytes + got, size - got, 0), "recv");
    if (more == 0) throw std::system_error(ECONNRESET, std::generic_category(), "recv");
    got += static_cast<std::size_t>(more);
  }
}

Bytes Connection::receiveMessage() {
  Bytes message(58);
  receive(message.data(), message.size());
  std::size_t body = 0;
  for (std::size_t i = 42; i < 50; ++i) body = body << 8U | message[i];
  message.resize(58 + body);
  receive(message.data() + 58, body);
  return message;
}

ListeningSocket::ListeningSocket() : socket_(newSocket()) {
  const sockaddr_in address = local(0);
  checked(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), "bind");
  checked(::listen(socket_, 1), "listen");
}

ListeningSocket::~ListeningSocket() { ::close(socket_); }

std::string ListeningSocket::port() const {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  checked(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size), "getsockname");
  return std::to_string(ntohs(address.sin_port));
}

Connection ListeningSocket::accept() {
  return Connection(checked(::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC), "accept"));
}

ExampleProgram::ExampleProgram(const std::string& name, const std::vector<std::string>& arguments) {
  const auto output = newPipe();
  const auto announcement = newPipe();
  output_ = output[0];
  announcement_ = announcement[0];
  process_ = checked(::fork(), "fork");
  if (process_ == 0) become(std::string(CAST_EXAMPLES) + "/" + name, arguments, output[1], announcement[1]);
  ::close(output[1]);
  ::close(announcement[1]);
}

ExampleProgram::~ExampleProgram() {
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
  ::close(output_);
  ::close(announcement_);
}

Connection ExampleProgram::connect() {
  std::uint16_t port = 0;
  if (checked(::read(announcement_, &port, sizeof port), "read") != sizeof port)
    throw std::system_error(ECONNREFUSED, std::generic_category(), "the example ended before it listened");
  Connection connection(newSocket());
  const sockaddr_in address = local(port);
  checked(::connect(connection.socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address),
          "connect");
  return connection;
}

std::string ExampleProgram::outputToEnd() {
  std::string all;
  std::array<char, 4096> part{};
  for (int size = 0; (size = checked(::read(output_, part.data(), part.size()), "read")) > 0;)
    all.append(part.data(), static_cast<std::size_t>(size));
  return all;
}

}  // namespace cast::navicast
