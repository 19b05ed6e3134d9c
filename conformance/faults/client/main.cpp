// cast-faulty-client: a small Cast client that does what the specification says and no more, and on demand
// breaks one promise of it. The client half of the conformance suite is put to the test with it.
#include <poll.h>
#include <sys/prctl.h>

#include <algorithm>

#include <atomic>
#include <iostream>
#include <map>
#include <stdexcept>
#include <thread>

#include "client/conduct.hpp"

namespace cast::conformance::faults {
namespace {

constexpr const char* kUsage =
    "cast-faulty-client --role subscriber|publisher --transport websocket|http|sse --hub URL --session S "
    "--token T\n"
    "                   [--ca-file FILE] [--token-place header|subprotocol] [--fault NAME] [--choice NAME]\n";

std::atomic<bool>& ending() {
  static std::atomic<bool> asked{false};
  return asked;
}

/// Before any other thread: all of them leave the signals to this one.
void awaitEndSignals() {
  static sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::thread([] {
    int signal = 0;
    sigwait(&signals, &signal);
    ending() = true;
  }).detach();
}

Conduct readConduct(int count, char** words) {
  Conduct conduct;
  const std::map<std::string, std::string*> options{{"--role", &conduct.role},
                                                    {"--transport", &conduct.transport},
                                                    {"--hub", &conduct.hub},
                                                    {"--session", &conduct.session},
                                                    {"--token", &conduct.token},
                                                    {"--ca-file", &conduct.caFile},
                                                    {"--token-place", &conduct.tokenPlace},
                                                    {"--fault", &conduct.fault},
                                                    {"--choice", &conduct.choice}};
  for (int i = 1; i < count; i += 2) {
    const auto option = options.find(words[i]);
    if (option == options.end() || i + 1 == count) throw std::invalid_argument(words[i]);
    *option->second = words[i + 1];
  }
  if (conduct.role.empty() || conduct.hub.empty()) throw std::invalid_argument("--role and --hub are needed");
  return conduct;
}

}  // namespace

bool endAskedFor() { return ending(); }

void pause(std::chrono::milliseconds time) {
  const auto until = std::chrono::steady_clock::now() + time;
  while (!endAskedFor() && std::chrono::steady_clock::now() < until) ::poll(nullptr, 0, 5);
}

void Pauses::wait() {
  if (conduct_.breaks("hammers")) return;
  pause(next_);
  if (!conduct_.breaks("pauses-evenly")) next_ = std::min(next_ * 2, std::chrono::milliseconds(4000));
  if (conduct_.breaks("pauses-evenly"))
    next_ = next_ > kFirst ? next_ - std::chrono::milliseconds(20) : next_ * 2;
}

}  // namespace cast::conformance::faults

int main(int count, char** words) {
  using namespace cast::conformance::faults;
  std::signal(SIGPIPE, SIG_IGN);
  awaitEndSignals();
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  try {
    const Conduct conduct = readConduct(count, words);
    return conduct.role == "publisher" ? publish(conduct) : subscribe(conduct);
  } catch (const std::invalid_argument& fault) {
    std::cerr << "cast-faulty-client: " << fault.what() << '\n' << kUsage;
    return 2;
  } catch (const std::exception& failure) {
    std::cerr << "cast-faulty-client: " << failure.what() << '\n';
    return 3;
  }
}
