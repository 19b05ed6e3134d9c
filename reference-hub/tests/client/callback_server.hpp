#pragma once
#include <Poco/Net/HTTPServer.h>
#include <Poco/ThreadPool.h>

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace cast::hub {

/// A subscriber's callback URL: notes what is posted there and answers as told.
class CallbackServer {
 public:
  struct Post {
    std::string path;
    std::string contentType;
    std::string body;
  };
  /// The status to answer with; 0: none until the server ends. Called by several threads.
  using Answer = std::function<int(const Post&)>;

  explicit CallbackServer(Answer answer = [](const Post&) { return 204; });
  ~CallbackServer();
  CallbackServer(const CallbackServer&) = delete;
  CallbackServer& operator=(const CallbackServer&) = delete;

  std::string url(const std::string& path = "/callback") const;
  /// The next post, in the order they came; waits up to ten seconds for it.
  Post read();
  std::size_t unread();

  // For its handlers.
  int take(Post post);
  void holdBack();

 private:
  Answer answer_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Post> posts_;
  bool ending_ = false;
  Poco::ThreadPool threads_;  ///< its own, so that all of them have ended when it has
  std::unique_ptr<Poco::Net::HTTPServer> server_;
};

}  // namespace cast::hub
