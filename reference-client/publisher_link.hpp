#pragma once
#include "http_caller.hpp"
#include "link.hpp"

namespace cast::client {

/// Publishes over HTTP, one event after another: each is answered before the next one goes.
class PublisherLink : public Link {
 public:
  explicit PublisherLink(const Parts& parts) : Link(parts), caller_(parts.access) {}

 protected:
  void work() override;

 private:
  bool isOver();
  void publish(const Publication& publication);

  HttpCaller caller_;
};

}  // namespace cast::client
