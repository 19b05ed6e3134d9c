#pragma once
#include <Poco/Net/ServerSocket.h>

#include <string>

#include "hub/hooks.hpp"

namespace cast::conformance::faults {

/// A listening socket whose connections speak TLS and, unlike POCO's own, may be read by one thread while
/// another writes. The files are PEM. Throws Poco::Exception.
class TlsListener : public Poco::Net::ServerSocket {
 public:
  TlsListener(const Poco::Net::SocketAddress& address, int backlog, const std::string& certificateFile,
              const std::string& keyFile, const Listening& listening);
};

}  // namespace cast::conformance::faults
