#include "client/callback_server.hpp"

#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/StreamCopier.h>

#include <chrono>
#include <stdexcept>

namespace cast::hub {
namespace {

class Handler : public Poco::Net::HTTPRequestHandler {
 public:
  explicit Handler(CallbackServer& server) : server_(server) {}

  void handleRequest(Poco::Net::HTTPServerRequest& request,
                     Poco::Net::HTTPServerResponse& response) override {
    CallbackServer::Post post{request.getURI(), request.getContentType(), ""};
    Poco::StreamCopier::copyToString(request.stream(), post.body);
    const int status = server_.take(std::move(post));
    if (status == 0) return server_.holdBack();
    response.setStatus(static_cast<Poco::Net::HTTPResponse::HTTPStatus>(status));
    response.setContentLength(0);
    response.send();
  }

 private:
  CallbackServer& server_;
};

class Factory : public Poco::Net::HTTPRequestHandlerFactory {
 public:
  explicit Factory(CallbackServer& server) : server_(server) {}
  Poco::Net::HTTPRequestHandler* createRequestHandler(const Poco::Net::HTTPServerRequest&) override {
    return new Handler(server_);
  }

 private:
  CallbackServer& server_;
};

}  // namespace

CallbackServer::CallbackServer(Answer answer) : answer_(std::move(answer)) {
  Poco::Net::ServerSocket socket(Poco::Net::SocketAddress("127.0.0.1", 0));
  const Poco::Net::HTTPServerParams::Ptr params(new Poco::Net::HTTPServerParams);
  server_ = std::make_unique<Poco::Net::HTTPServer>(new Factory(*this), threads_, socket, params);
  server_->start();
}

CallbackServer::~CallbackServer() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  server_->stopAll(true);
  threads_.joinAll();
}

std::string CallbackServer::url(const std::string& path) const {
  return "http://127.0.0.1:" + std::to_string(server_->port()) + path;
}

CallbackServer::Post CallbackServer::read() {
  std::unique_lock lock(mutex_);
  if (!changed_.wait_for(lock, std::chrono::seconds(10), [this] { return !posts_.empty(); })) {
    throw std::runtime_error("nothing was posted to the callback");
  }
  Post post = std::move(posts_.front());
  posts_.pop_front();
  return post;
}

std::size_t CallbackServer::unread() {
  const std::lock_guard lock(mutex_);
  return posts_.size();
}

int CallbackServer::take(Post post) {
  const int status = answer_(post);
  {
    const std::lock_guard lock(mutex_);
    posts_.push_back(std::move(post));
  }
  changed_.notify_all();
  return status;
}

void CallbackServer::holdBack() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return ending_; });
}

}  // namespace cast::hub
