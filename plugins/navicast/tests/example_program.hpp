// A program of the package openigtlink-examples, compiled from its sources as Debian ships them, and the
// other end of its socket.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "base64.hpp"

namespace cast::navicast {

/// A connected socket, closed with the object. Failures throw std::system_error.
class Connection {
 public:
  explicit Connection(int socket) : socket_(socket) {}
  Connection(Connection&& other) noexcept : socket_(other.socket_) { other.socket_ = -1; }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();
  void send(const Bytes& bytes);
  Bytes receiveMessage();  ///< one whole OpenIGTLink message

 private:
  friend class ExampleProgram;
  void receive(unsigned char* bytes, std::size_t size);
  int socket_;
};

/// Waits on a port of 127.0.0.1 that the system chose.
class ListeningSocket {
 public:
  ListeningSocket();
  ListeningSocket(const ListeningSocket&) = delete;
  ListeningSocket& operator=(const ListeningSocket&) = delete;
  ~ListeningSocket();
  std::string port() const;
  Connection accept();

 private:
  int socket_;
};

/// The running program. It is killed and reaped with the object: the examples never end by themselves.
class ExampleProgram {
 public:
  ExampleProgram(const std::string& name, const std::vector<std::string>& arguments);
  ExampleProgram(const ExampleProgram&) = delete;
  ExampleProgram& operator=(const ExampleProgram&) = delete;
  ~ExampleProgram();
  Connection connect();       ///< to the port it listens on, once it does
  std::string outputToEnd();  ///< what it prints until it ends by itself

 private:
  pid_t process_ = -1;
  int output_ = -1;
  int announcement_ = -1;
};

}  // namespace cast::navicast
