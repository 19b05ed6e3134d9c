#pragma once
#include <memory>
#include <string>

#include "engine/inbox.hpp"
#include "wire/callback_server.hpp"
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

struct CallbackParty : Party {
  std::unique_ptr<CallbackServer> server;
};

}  // namespace cast::conformance
