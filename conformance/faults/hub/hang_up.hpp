#pragma once

namespace Poco::Net {
class Socket;
}

namespace cast::conformance::faults {

/// Whether the peer has closed or dropped the connection, though there may be something left to read. Any
/// thread.
bool hasHungUp(const Poco::Net::Socket& socket);

}  // namespace cast::conformance::faults
