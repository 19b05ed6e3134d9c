#pragma once
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/inbox.hpp"
#include "engine/json.hpp"
#include "engine/json_text.hpp"
#include "wire/deadline.hpp"
#include "wire/hub_server.hpp"
#include "wire/transcript.hpp"

namespace cast::conformance {

/// Why what a client publishes is no complete event (Core Concepts / Events); empty: it is one.
std::string eventDefect(const Json& event);

/// Reads what a client sends. A byte order mark is a defect of it (RFC 8259, 8.1).
JsonText readMessage(std::string_view text);

/// How the runner's hub behaves for one check.
struct HubConduct {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;
  std::optional<Identity> identity;  ///< over TLS, with this certificate
  std::string token;
  std::string ssePath;
  Milliseconds lease{3'600'000};
  bool acknowledges = false;  ///< answers WebSocket messages, as the implementation guide has it
};

/// The hub that the runner plays for a client under test. As long as no step says otherwise it does what the
/// specification says and no more. Whatever the client does is filed in the inbox as a JSON object with the
/// members `what` (subscribe, unsubscribe, publish, message, pong, closed, gone, handshake, request), `via`
/// (http, websocket, sse, tls), `token` (header, subprotocol, query, none, wrong, and `not needed` where a
/// hub asks for none), `peer` (numbers connections), `atMs`, `status` (as answered), and what belongs to it.
/// Any thread may call.
class ClientHub {
 public:
  /// Throws NetworkFailure.
  ClientHub(HubConduct conduct, Transcript& transcript, const std::string& name, Inbox& inbox);
  ~ClientHub();
  ClientHub(const ClientHub&) = delete;
  ClientHub& operator=(const ClientHub&) = delete;

  void end();  ///< files nothing any more

  std::string url() const;           ///< base URL
  std::string webSocketUrl() const;  ///< ditto

  /// What calls of a resource are answered with instead, so many times (0: always). Status 0 cuts the
  /// connection, -1 stays silent. Resources: subscribe, event, websocket, stream.
  struct Script {
    int status = 0;
    int times = 0;
  };
  void answer(const std::string& resource, const Script& script);
  void setAway(bool away);  ///< drops what is connected, and what connects; counts attempts anew
  /// Moments of connecting since it went away, in ms; waits until there are so many.
  std::vector<double> awaitAttempts(std::size_t count, const Deadline& deadline);

  struct Notification {
    std::string text;
    unsigned opcode = opcode::kText;
    unsigned fragments = 1;
    std::string id;  ///< event streams
  };
  /// Sends it to each connection and callback that is subscribed. False where nothing subscribed in time.
  bool notify(const Notification& notification, const Deadline& deadline);
  /// These bytes on each WebSocket and event stream. False where there is none in time.
  bool sendRaw(const std::string& bytes, const Deadline& deadline);
  /// A ping on each WebSocket; false where a pong did not come in time.
  bool ping(const std::string& payload, const Deadline& deadline);
  void close(int code, const std::string& reason);  ///< every WebSocket; other connections are dropped
  void drop();                                      ///< every connection

  bool isOverTls() const { return conduct_.identity.has_value(); }
  bool awaitContact(const Deadline& deadline);  ///< the client's first connection
  void clientIsGone();                          ///< it will not come any more
  /// Every event that was accepted so far, by the value at `pointer`, with how often. Waits until there are
  /// so many different ones, or the client is gone.
  std::map<std::string, int> awaitPublished(std::size_t count, const std::string& pointer,
                                            const Deadline& deadline);
  /// Returns when what the client has sent before is read. `ends`: when the client has ended.
  void settle(bool ends, const Deadline& deadline);

 private:
  struct Subscription {
    std::string id;
    std::string via;
    HubServer::Peer peer = 0;
    std::string callbackUrl;
  };
  /// One HTTP request to this hub, taken apart.
  struct Call {
    HubServer::Peer peer;
    const HttpMessage& request;
    std::string path;                          ///< below the base path; all of it where it is not below
    std::map<std::string, std::string> query;  ///< decoded
    std::string token;                         ///< as records name it
  };

  HubAnswer onRequest(HubServer::Peer peer, const HttpMessage& request);
  HubAnswer route(const Call& call);
  HubAnswer subscribe(const Call& call);
  HubAnswer unsubscribe(const Call& call);
  HubAnswer publish(const Call& call);
  HubAnswer openWebSocket(const Call& call);
  HubAnswer openStream(const Call& call);
  HubAnswer refuse(const Call& call, const std::string& what, const std::string& via, int status,
                   const std::string& why);
  std::optional<Script> scripted(const std::string& resource);
  Call callOf(HubServer::Peer peer, const HttpMessage& request) const;
  std::string tokenIn(const Call& call) const;
  bool isInUrl(const Call& call) const;
  bool holdsToken(const Json& event) const;

  void onFrame(HubServer::Peer peer, const WebSocketEvent& event);
  void onMessage(HubServer::Peer peer, const std::string& text);
  void onEnd(HubServer::Peer peer, const std::string& defect);

  Json record(const std::string& what, const std::string& via, HubServer::Peer peer) const;
  Json record(const std::string& what, const std::string& via, const Call& call) const;
  void accept(const Json& event);
  void file(const Json& record);
  std::string expiry() const;
  std::string add(Subscription subscription);
  Json forgotten(const Json& subscription);
  bool awaitSubscription(const Deadline& deadline);
  std::set<HubServer::Peer> sendPings(const std::string& payload);
  void call(const std::string& callback, const std::string& text, const Deadline& deadline);
  void sendText(HubServer::Peer peer, const std::string& text, unsigned kind, unsigned fragments);

  const HubConduct conduct_;
  Transcript& transcript_;
  std::string name_;
  Inbox& inbox_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Subscription> subscriptions_;
  std::map<HubServer::Peer, std::string>
      streams_;  ///< open WebSockets ("websocket") and event streams ("sse")
  std::map<HubServer::Peer, std::string> tokens_;  ///< of WebSockets, as records name it
  std::map<std::string, Script> scripts_;
  struct Accepted {
    std::string event;  ///< as JSON
    int era;
  };
  std::vector<Accepted> accepted_;
  int era_ = 0;                                   ///< counts how often the hub has ended connections
  std::map<int, std::set<std::string>> typesOf_;  ///< eras: what was subscribed to
  int settled_ = 0;
  std::vector<double> attempts_;
  std::map<std::string, std::set<HubServer::Peer>> pongs_;
  bool contact_ = false;
  bool gone_ = false;
  int lastSubscription_ = 0;
  int lastEvent_ = 0;

  std::unique_ptr<HubServer> server_;  ///< last: its thread uses all of the above
};

}  // namespace cast::conformance
