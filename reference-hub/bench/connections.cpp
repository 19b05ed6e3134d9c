#include <iostream>
#include <stdexcept>

#include "measurements.hpp"
#include "swarm.hpp"

namespace cast::bench {

void measureConnections(const Target& target, std::size_t count, std::size_t perSession) {
  constexpr std::chrono::seconds kAnswerLimit{30};
  std::size_t answered = 0;
  Swarm swarm(target, count, [&](std::size_t, std::string_view text) {
    if (text.find("subscriptionId") == std::string_view::npos) {
      throw std::runtime_error("the hub refuses a subscription: " + std::string(text));
    }
    ++answered;
  });
  const HubState before = askHub(target);
  swarm.open([&](std::size_t client) {
    return R"({"action":"subscribe","eventTypes":["bench:tick"],"sessionId":"bench-)" +
           std::to_string(client / perSession) + "\"}";
  });
  swarm.run(Swarm::Clock::now() + kAnswerLimit, [&] { return answered == count; });
  if (answered != count) throw std::runtime_error("the hub answers only " + std::to_string(answered));
  const HubState after = askHub(target);
  const long bytes = (after.residentBytes - before.residentBytes) / static_cast<long>(count);
  std::cout << "connections            " << count << " WebSockets, each subscribed, " << perSession
            << " in a session\n"
            << "threads                " << before.threads << " before, " << after.threads << " after\n"
            << "resident memory        " << before.residentBytes / 1024 << " KiB before, "
            << after.residentBytes / 1024 << " KiB after\n"
            << "bytes per connection   " << bytes << "\n";
}

}  // namespace cast::bench
