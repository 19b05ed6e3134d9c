#include "publisher_link.hpp"

namespace cast::client {

void PublisherLink::work() {
  parts().outbox.sendAgain();
  while (!isOver()) {
    if (const auto publication = parts().outbox.nextToSend())
      publish(*publication);
    else if (!parts().outbox.done())
      waitForAny(parts().outbox.filled().descriptor(), parts().stop.descriptor(), -1, Milliseconds(-1));
  }
}

/// When the program ends, what waits is sent as far as time allows.
bool PublisherLink::isOver() {
  if (parts().outbox.done()) return true;
  if (!parts().stop.raised()) return false;
  return parts().outbox.waiting() == 0 || BackOff::Clock::now() >= closingDeadline();
}

void PublisherLink::publish(const Publication& publication) {
  const auto answer = caller_.call("POST", "/event", publication.members);
  backOff().connected();
  if (answer.good()) return parts().outbox.confirm(publication.eventId);
  if (answer.status == 401 || answer.status == 403)
    throw Refused(answer.status, "the hub does not let us publish: " + answer.words());
  if (!parts().access.isFinal(answer.status)) throw Lost("the hub answered " + answer.words());
  parts().output.error("the hub refuses event " + publication.eventId + ": " + answer.words());
  parts().outbox.refuse(publication.eventId);
}

}  // namespace cast::client
