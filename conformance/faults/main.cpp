// cast-faulty-hub: a small Cast hub that does what the specification says and no more, and on demand breaks
// one promise of it. The conformance suite is put to the test with it.
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/SSLManager.h>
#include <Poco/ThreadPool.h>

#include <sys/prctl.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>

#include "fault.hpp"
#include "hub/http_endpoint.hpp"
#include "hub/tls_listener.hpp"

namespace cast::conformance::faults {
namespace {

constexpr const char* kUsage =
    "cast-faulty-hub [--port N] [--ready-file FILE] [--token T] [--read-token T] [--expired-token T]\n"
    "                [--ends-with-parent yes] [--fault NAME] [--variation NAME]\n"
    "                [--certificate FILE --key FILE] [--callback-authority FILE]\n"
    "cast-faulty-hub --list-faults | --list-variations\n";
constexpr int kThreads = 2000;  // one a connection

using Options = std::map<std::string, std::string>;

Options readOptions(int count, char** arguments) {
  Options options = {{"--port", "0"},      {"--ready-file", ""},        {"--token", "token"},
                     {"--read-token", ""}, {"--expired-token", ""},     {"--ends-with-parent", "no"},
                     {"--fault", ""},      {"--variation", ""},         {"--certificate", ""},
                     {"--key", ""},        {"--callback-authority", ""}};
  for (int i = 1; i < count; i += 2) {
    const auto option = options.find(arguments[i]);
    if (option == options.end())
      throw std::invalid_argument(std::string("there is no option ") + arguments[i]);
    if (i + 1 == count) throw std::invalid_argument(std::string(arguments[i]) + " needs a value");
    option->second = arguments[i + 1];
  }
  return options;
}

/// The one of this name; null where no name is given.
template <typename Named>
const Named* pick(std::span<const Named> all, const std::string& option, const Options& options) {
  const std::string& name = options.at(option);
  if (name.empty()) return nullptr;
  const auto found = std::find_if(all.begin(), all.end(), [&](const Named& one) { return one.name == name; });
  if (found == all.end()) throw std::invalid_argument(option + ": there is no " + name);
  return &*found;
}

Hooks hooksFor(const Options& options) {
  Hooks hooks;
  const std::vector<Fault> faults = allFaults();
  if (const auto* fault = pick(std::span(faults), "--fault", options)) fault->breaks(hooks);
  if (const auto* variation = pick(variations(), "--variation", options)) variation->chooses(hooks);
  return hooks;
}

void listVariations() {
  for (const VariationEntry& variation : describedVariations())
    std::cout << variation.name << "\n    " << variation.choice << '\n';
}

void listFaults() {
  for (const FaultEntry& fault : describedFaults()) {
    std::cout << fault.name << "\n    breaks: " << fault.promise << "\n    requirement " << fault.requirement
              << ", killed by";
    for (const std::string& check : fault.killedBy) std::cout << ' ' << check;
    std::cout << '\n';
  }
}

void announce(const std::string& file, const std::string& ports) {
  const std::string line = "{" + ports + "}\n";
  if (file.empty()) {
    std::cout << line << std::flush;
  } else if (!(std::ofstream(file) << line << std::flush)) {
    throw std::runtime_error("the ready file " + file + " can't be written");
  }
}

Poco::Net::ServerSocket listen(int port, const Options& options, const Listening& listening) {
  const Poco::Net::SocketAddress address("127.0.0.1", static_cast<std::uint16_t>(port));
  const std::string& certificate = options.at("--certificate");
  if (certificate.empty()) return {address, kThreads};
  return TlsListener(address, kThreads, certificate, options.at("--key"), listening);
}

/// Serves HTTP and WebSockets on one port, from construction on.
class Server {
 public:
  Server(const Poco::Net::ServerSocket& socket, Hub& hub, const Options& options) : threads_(8, kThreads) {
    Poco::Net::HTTPServerParams::Ptr parameters = new Poco::Net::HTTPServerParams;
    parameters->setMaxThreads(kThreads);
    parameters->setMaxQueued(kThreads);
    server_ = std::make_unique<Poco::Net::HTTPServer>(
        new HttpEndpoint(hub,
                         {options.at("--token"), options.at("--read-token"), options.at("--expired-token")},
                         options.at("--callback-authority")),
        threads_, socket, parameters);
    server_->start();
  }
  std::string port() const { return std::to_string(server_->port()); }

 private:
  Poco::ThreadPool threads_;
  std::unique_ptr<Poco::Net::HTTPServer> server_;
};

void serve(const Options& options) {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without a flag

  // A test that is killed can't stop its hub any more.
  if (options.at("--ends-with-parent") == "yes") prctl(PR_SET_PDEATHSIG, SIGTERM);
  Poco::Net::initializeSSL();
  const Hooks hooks = hooksFor(options);
  Hub hub(hooks);
  const Server server(listen(std::stoi(options.at("--port")), options, hooks.listens), hub, options);
  std::string ports = "\"port\":" + server.port();
  std::unique_ptr<Server> webSockets;
  if (hooks.listens.webSocketsInPlainText) {
    webSockets = std::make_unique<Server>(
        Poco::Net::ServerSocket(Poco::Net::SocketAddress("127.0.0.1", 0), kThreads), hub, options);
    ports += ",\"webSocketPort\":" + webSockets->port();
  }
  announce(options.at("--ready-file"), ports);

  int signal = 0;
  sigwait(&ends, &signal);
  std::_Exit(0);  // Connections hold their threads for as long as their clients please, and there is nothing
                  // to save.
}

}  // namespace
}  // namespace cast::conformance::faults

int main(int count, char** arguments) {
  using namespace cast::conformance::faults;
  try {
    const std::string first = count > 1 ? arguments[1] : "";
    if (first == "--help") {
      std::cout << kUsage;
    } else if (first == "--list-faults") {
      listFaults();
    } else if (first == "--list-variations") {
      listVariations();
    } else {
      serve(readOptions(count, arguments));
    }
    return 0;
  } catch (const std::invalid_argument& error) {
    std::cerr << "cast-faulty-hub: " << error.what() << '\n' << kUsage;
    return 2;
  } catch (const std::exception& error) {
    std::cerr << "cast-faulty-hub: " << error.what() << '\n';
    return 3;
  }
}
