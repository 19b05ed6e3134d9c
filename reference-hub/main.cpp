#include <Poco/Exception.h>
#include <Poco/RandomStream.h>
#include <Poco/Util/HelpFormatter.h>
#include <Poco/Util/Option.h>
#include <Poco/Util/OptionSet.h>
#include <Poco/Util/ServerApplication.h>
#include <Poco/Util/Validator.h>

#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iostream>
#include <thread>

#include "configuration.hpp"
#include "log.hpp"
#include "plugin_list.hpp"
#include "server.hpp"
#include "session/identifier.hpp"
#include "variant/variants.hpp"

namespace {

using cast::hub::Configuration;
using Poco::Util::Option;
using Poco::Util::OptionCallback;

constexpr std::size_t kOtherDescriptors = 200;  // files, callbacks, connections that are turned away

/// Every connection is a descriptor, and the usual soft limit is 1,024. The number that may be open from now
/// on.
std::size_t raiseDescriptorLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  getrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur;
}

sigset_t awaitedSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGQUIT, SIGHUP}) sigaddset(&signals, signal);
  return signals;
}

/// For this thread and all that it starts: the signals wait for nextSignal(), also while the hub starts or
/// stops. Another thread could be killed by them.
void holdSignals() {
  const sigset_t signals = awaitedSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

int nextSignal() {
  const sigset_t signals = awaitedSignals();
  int signal = SIGTERM;
  sigwait(&signals, &signal);
  return signal;
}

/// `cast-hub`: reads its configuration, loads the plugins, serves until SIGTERM or SIGINT; SIGHUP has the
/// plugins' directory read again.
class HubApplication : public Poco::Util::ServerApplication {
 protected:
  void defineOptions(Poco::Util::OptionSet& options) override {
    ServerApplication::defineOptions(options);
    flag(options, "port", "N", "port to listen on; 0: any free one (default 8080)", "hub.port");
    flag(options, "address", "A", "address to listen on (default 127.0.0.1)", "hub.address");
    flag(options, "public-url", "URL", "the hub's URL as clients see it, for discovery", "hub.publicUrl");
    flag(options, "plugins", "DIR", "directory of variants' plugins (default ../plugins beside the program)",
         "hub.plugins");
    flag(options, "token", "T", "a token that may do everything; more in the configuration file",
         "security.token");
    flag(options, "ready-file", "FILE", "gets {\"port\":N} as soon as the hub listens", "hub.readyFile");
    flag(options, "log-level", "L", "error, warning, information or debug", "log.level");
    options.addOption(
        Option("config", "c", "configuration file (.properties, .json, .xml)", false, "FILE", true)
            .callback(OptionCallback<HubApplication>(this, &HubApplication::loadFile)));
    options.addOption(Option("list-plugins", "", "print what the plugins offer; 1 if one can't be used")
                          .callback(OptionCallback<HubApplication>(this, &HubApplication::askForList)));
    options.addOption(Option("json", "", "with --list-plugins: as JSON")
                          .callback(OptionCallback<HubApplication>(this, &HubApplication::askForJson)));
    options.addOption(Option("version", "", "print the version")
                          .callback(OptionCallback<HubApplication>(this, &HubApplication::printVersion)));
    options.addOption(Option("help", "h", "print this help")
                          .callback(OptionCallback<HubApplication>(this, &HubApplication::printHelp)));
  }

  int main(const std::vector<std::string>& arguments) override {
    if (done_) return EXIT_OK;
    if (!arguments.empty()) return usage("`" + arguments.front() + "` is no flag: try --help");
    std::unique_ptr<Configuration> configuration;
    std::unique_ptr<cast::hub::Log> log;
    try {
      configuration = std::make_unique<Configuration>(cast::hub::readConfiguration(config()));
      log = std::make_unique<cast::hub::Log>(configuration->logLevel);
    } catch (const Poco::Exception& error) {
      return usage(error.message());
    }
    if (listsPlugins_)
      return cast::hub::listPlugins(configuration->plugins, listStyle_, std::cout, std::cerr);
    inventToken(*configuration);
    return serve(std::move(*configuration), *log);
  }

 private:
  void flag(Poco::Util::OptionSet& options, const std::string& name, const std::string& argument,
            const std::string& description, const std::string& key) {
    options.addOption(Option(name, "", description, false, argument, true).binding("flag." + key));
  }

  void loadFile(const std::string&, const std::string& file) { loadConfiguration(file, PRIO_DEFAULT); }

  void askForList(const std::string&, const std::string&) { listsPlugins_ = true; }
  void askForJson(const std::string&, const std::string&) { listStyle_ = cast::hub::PluginListStyle::Json; }

  void printVersion(const std::string&, const std::string&) {
    std::cout << "cast-hub " << cast::hub::kVersion << '\n';
    done_ = true;
    stopOptionsProcessing();
  }

  void printHelp(const std::string&, const std::string&) {
    Poco::Util::HelpFormatter help(options());
    help.setCommand("cast-hub");
    help.setUsage("[flags]");
    help.setHeader(
        "The Cast reference hub. Every flag is a configuration key and an environment variable too.");
    help.setUnixStyle(true);
    help.format(std::cout);
    done_ = true;
    stopOptionsProcessing();
  }

  static int usage(const std::string& fault) {
    std::cerr << "cast-hub: " << fault << '\n';
    return EXIT_USAGE;
  }

  /// Without a token nobody could use the hub, and one without authentication is none: make one up and say
  /// it.
  static void inventToken(Configuration& configuration) {
    if (!configuration.tokens.isEmpty()) return;
    const std::string token = cast::hub::newIdentifier("");
    configuration.tokens.add(token, {{"default", ""}, true, true, std::nullopt});
    std::cout << "No token is configured. For this run: " << token << std::endl;
  }

  /// A pipe is written to. A file is written under another name first, so that whoever waits for it finds all
  /// of it.
  static bool writeReadyFile(const std::filesystem::path& file, int port) {
    std::error_code error;
    const bool pipe = std::filesystem::is_fifo(file, error);
    std::filesystem::path draft = file;
    if (!pipe) draft += ".draft";
    error.clear();
    std::ofstream stream(draft);
    stream << "{\"port\":" << port << "}\n";
    stream.close();
    if (stream && !pipe) std::filesystem::rename(draft, file, error);
    return stream && !error;
  }

  static void readPlugins(cast::hub::Variants& variants, const std::filesystem::path& directory,
                          cast::hub::Log& log) {
    using Kind = cast::hub::Variants::Change::Kind;
    if (directory.empty()) return;
    const auto changes = variants.loadDirectory(directory);
    for (const auto& [kind, variant, previousVersion] : changes) {
      const char* happened = kind == Kind::Loaded     ? "plugin loaded"
                             : kind == Kind::Replaced ? "plugin replaced"
                                                      : "plugin unloaded";
      log.info(happened, {{"variant", variant.id},
                          {"version", variant.version},
                          {"previousVersion", previousVersion},
                          {"file", variant.file.string()}});
    }
    log.info("plugins read", {{"directory", directory.string()},
                              {"changes", std::to_string(changes.size())},
                              {"plugins", std::to_string(variants.loaded().size())}});
  }

  int serve(Configuration configuration, cast::hub::Log& log) {
    const std::size_t descriptors = raiseDescriptorLimit();
    if (configuration.maxConnections + kOtherDescriptors > descriptors) {
      configuration.maxConnections = std::max(descriptors, 2 * kOtherDescriptors) - kOtherDescriptors;
      log.info("fewer connections than configured: the limit of open files (ulimit -n) is too low",
               {{"connections", std::to_string(configuration.maxConnections)}});
    }
    cast::hub::Variants variants([&](const std::string& complaint) {
      log.error("plugin at fault", {{"reason", complaint}});
    });
    const std::filesystem::path plugins = configuration.plugins;
    readPlugins(variants, plugins, log);
    const std::string address = configuration.address;
    const std::filesystem::path readyFile = configuration.readyFile;
    std::unique_ptr<cast::hub::Server> server;
    try {
      server = std::make_unique<cast::hub::Server>(std::move(configuration), variants, log);
    } catch (const Poco::Exception& error) {
      std::cerr << "cast-hub: can't listen: " << error.displayText() << '\n';
      return EXIT_UNAVAILABLE;
    }
    std::thread loop([&] { server->run(); });
    log.info("listening",
             {{"url", "http://" + address + ":" + std::to_string(server->port()) + cast::hub::kBasePath}});
    if (!readyFile.empty() && !writeReadyFile(readyFile, server->port())) {
      log.error("ready file not written", {{"file", readyFile.string()}});
    }
    while (nextSignal() == SIGHUP) readPlugins(variants, plugins, log);
    server->stop();
    loop.join();
    log.info("stopped", {});
    return EXIT_OK;
  }

  bool done_ = false;
  bool listsPlugins_ = false;
  cast::hub::PluginListStyle listStyle_ = cast::hub::PluginListStyle::Text;
};

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  holdSignals();
  HubApplication application;
  return application.run(argc, argv);
}
