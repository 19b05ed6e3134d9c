#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "wire/certificate.hpp"
#include "wire/deadline.hpp"
#include "wire/http_message.hpp"
#include "wire/transcript.hpp"

namespace cast::conformance {

/// A webhook receiver of the runner's: an HTTP/1.1 server on a free port, for one check. One thread of its
/// own serves all its connections.
class CallbackServer {
 public:
  /// Called by the server's thread for each whole request: the status to answer, kCut to end the connection
  /// without an answer, or nothing to stay silent for ever.
  using Handler = std::function<std::optional<int>(const HttpMessage&)>;
  static constexpr int kCut = 0;

  /// Binds to `host`, or to every interface where `host` is not an address of this machine (a name that only
  /// the subject resolves). `path`, with its query, ends the URL. With an identity it speaks TLS. Throws
  /// NetworkFailure.
  CallbackServer(const std::string& host, const std::string& path, const std::optional<Identity>& identity,
                 Recorder recorder, Handler handler);
  ~CallbackServer();
  CallbackServer(const CallbackServer&) = delete;
  CallbackServer& operator=(const CallbackServer&) = delete;

  const std::string& url() const { return url_; }

  /// From now on no answer to a POST leaves; release() lets those go that are held back, in their order, and
  /// all later ones. Any thread.
  void hold();
  void release();

  /// Awaits that somebody has tried to call and nobody tries any more, or that a request came. Any thread.
  void awaitCallers(const Deadline& deadline);

 private:
  struct Peer;
  void serve();
  void accept();
  void read(Peer& peer);
  void shakeHands(Peer& peer);
  void take(Peer& peer, std::string bytes);
  void answer(Peer& peer, const HttpMessage& request);
  void sendAnswers(Peer& peer);

  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
  Recorder recorder_;
  Handler handler_;
  std::string url_;
  std::thread thread_;
};

}  // namespace cast::conformance
