#pragma once
#include <string>
#include <vector>

#include "session/subscription.hpp"

namespace cast::hub {

/// A receiver that writes down what it is told.
class RecordingReceiver : public Receiver {
 public:
  void receive(const Subscription& subscription, const EventPtr& event) override {
    events.push_back(event);
    subscriptions.push_back(subscription.id);
  }
  void ended(const Subscription& subscription, Ending why) override {
    endings.emplace_back(subscription.id, why);
  }

  std::vector<std::string> ids() const {
    std::vector<std::string> ids;
    for (const EventPtr& event : events) ids.push_back(event->id);
    return ids;
  }

  std::vector<EventPtr> events;
  std::vector<std::string> subscriptions;  ///< for which each of them came
  std::vector<std::pair<std::string, Ending>> endings;
};

}  // namespace cast::hub
