#pragma once
#include <Poco/Net/ServerSocket.h>

#include <functional>

#include "net/connection.hpp"

namespace cast::hub {

/// Accepts connections and speaks HTTP on them. Used by the loop's thread only.
class Listener : public Watcher {
 public:
  using Speak = std::function<std::shared_ptr<Protocol>(Connection&)>;

  /// Throws Poco::Net::NetException where the address can't be had. `maxConnections`: more are closed at
  /// once.
  Listener(Connections& connections, const Poco::Net::SocketAddress& address, std::size_t maxConnections,
           Speak speak);
  ~Listener() override;

  Poco::UInt16 port() const { return socket_.address().port(); }
  void close();
  void ready(std::uint32_t events) override;

 private:
  bool acceptOne();
  void pause();

  Connections& connections_;
  Poco::Net::ServerSocket socket_;
  std::size_t maxConnections_;
  Speak speak_;
  bool open_ = true;
};

}  // namespace cast::hub
