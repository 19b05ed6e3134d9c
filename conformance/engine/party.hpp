#pragma once
#include <memory>
#include <mutex>
#include <string>

#include "engine/inbox.hpp"
#include "wire/callback_server.hpp"
#include "wire/connection.hpp"
#include "wire/event_stream.hpp"
#include "wire/websocket.hpp"

namespace cast::conformance {

/// One connection of a check under its name in the profile, with its inbox. Owned by the check's run.
struct Party {
  virtual ~Party() = default;
  Inbox inbox;             ///< outlives the threads that deliver into it: those end in the derived part
  bool endedByUs = false;  ///< the check closed it itself
  std::string notOpen;     ///< why there is no connection, where the subject refused it as expected
};

struct WebSocketParty : Party {
  std::unique_ptr<WebSocket> socket;
  int subscriptions = 0;  ///< made on this connection so far
};

struct StreamParty : Party {
  std::unique_ptr<EventStream> stream;
};

/// A connection that requests are sent on one after the other (http steps with `kept`). Threads that want it
/// at once get one each: who finds it taken opens another.
class KeptConnection {
 public:
  /// The connection, if there is one that can be used: not taken, and neither ended nor heard on since.
  std::unique_ptr<Connection> take();
  /// Keeps it for the next request.
  void keep(std::unique_ptr<Connection> connection);

 private:
  std::mutex mutex_;
  std::unique_ptr<Connection> connection_;
};

struct CallbackParty : Party {
  std::unique_ptr<CallbackServer> server;
};

}  // namespace cast::conformance
