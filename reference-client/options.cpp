#include "options.hpp"

#include <Poco/Exception.h>
#include <Poco/NumberParser.h>
#include <Poco/StringTokenizer.h>
#include <Poco/URI.h>
#include <Poco/Util/Option.h>
#include <Poco/Util/OptionProcessor.h>
#include <Poco/Util/OptionSet.h>

#include <cstdlib>
#include <map>

#include "event.hpp"

namespace cast::client {
namespace {

using Values = std::map<std::string, std::string>;

/// Name and, for those that take one, the argument.
const std::vector<std::pair<const char*, const char*>>& known() {
  static const std::vector<std::pair<const char*, const char*>> options{{"help", ""},
                                                                        {"version", ""},
                                                                        {"quiet", ""},
                                                                        {"hub", "URL"},
                                                                        {"websocket-url", "U"},
                                                                        {"sse-path", "P"},
                                                                        {"transport", "T"},
                                                                        {"token", "T"},
                                                                        {"token-file", "F"},
                                                                        {"token-env", "NAME"},
                                                                        {"token-in-url", ""},
                                                                        {"ca-file", "F"},
                                                                        {"session", "S"},
                                                                        {"user", "U"},
                                                                        {"source", "NAME"},
                                                                        {"first-retry-ms", "N"},
                                                                        {"longest-retry-ms", "N"},
                                                                        {"give-up-after", "S"},
                                                                        {"types", "T"},
                                                                        {"formats", "F"},
                                                                        {"lease", "S"},
                                                                        {"last-event-id", "ID"},
                                                                        {"publish-input", ""},
                                                                        {"callback-address", "A"},
                                                                        {"callback-url", "U"},
                                                                        {"count", "N"},
                                                                        {"type", "T"},
                                                                        {"payload", "JSON"},
                                                                        {"timestamp", "T"},
                                                                        {"fast", ""},
                                                                        {"keep-timestamps", ""},
                                                                        {"closing-ms", "N"}};
  return options;
}

/// The options by name, and the other words.
std::pair<Values, std::vector<std::string>> taken(const std::vector<std::string>& words) {
  Poco::Util::OptionSet set;
  for (const auto& [name, argument] : known()) {
    Poco::Util::Option option(name, name == std::string("help") ? "h" : "", "", false);
    option.repeatable(true);
    if (*argument != '\0') option.argument(argument, true);
    set.addOption(option);
  }
  Poco::Util::OptionProcessor processor(set);
  processor.setUnixStyle(true);
  std::pair<Values, std::vector<std::string>> found;
  try {
    for (const auto& word : words) {
      std::string name;
      std::string value;
      if (!processor.process(word, name, value))
        found.second.push_back(word);
      else if (!name.empty())
        found.first[name] = value;
    }
    processor.checkRequired();
  } catch (const Poco::Exception& fault) {
    throw UsageFault(fault.displayText() + ": see cast-client --help");
  }
  return found;
}

std::vector<std::string> listOf(const std::string& text) {
  const Poco::StringTokenizer parts(
      text, ",", Poco::StringTokenizer::TOK_TRIM | Poco::StringTokenizer::TOK_IGNORE_EMPTY);
  return {parts.begin(), parts.end()};
}

std::string environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? "" : value;
}

class Reader {
 public:
  explicit Reader(Values values) : values_(std::move(values)) {}

  bool has(const std::string& name) const { return values_.contains(name); }
  std::string text(const std::string& name, const std::string& otherwise = {}) const {
    const auto found = values_.find(name);
    return found == values_.end() ? otherwise : found->second;
  }
  int number(const std::string& name, int otherwise, int least, int most) const {
    if (!has(name)) return otherwise;
    int number = 0;
    if (!Poco::NumberParser::tryParse(text(name), number) || number < least || number > most)
      throw UsageFault("--" + name + " takes a number from " + std::to_string(least) + " to " +
                       std::to_string(most) + ", not '" + text(name) + "'");
    return number;
  }

 private:
  Values values_;
};

Transport transportOf(const std::string& name) {
  if (name == "websocket") return Transport::websocket;
  if (name == "sse") return Transport::sse;
  if (name == "http") return Transport::http;
  throw UsageFault("--transport is websocket, sse or http, not '" + name + "'");
}

void readCommand(Options& options, const std::string& name, const std::vector<std::string>& others) {
  if (name == "subscribe" || name == "tail") {
    options.command = Command::subscribe;
    if (name == "tail") options.transport = Transport::sse;
  } else if (name == "publish") {
    options.command = Command::publish;
  } else if (name == "replay") {
    options.command = Command::replay;
    if (others.size() != 1) throw UsageFault("replay takes one file of JSON lines (- for standard input)");
    options.file = others.front();
    return;
  } else {
    throw UsageFault("there is no command '" + name + "': subscribe, publish, tail or replay");
  }
  if (!others.empty()) throw UsageFault("'" + others.front() + "' is not understood: options begin with --");
}

void readAccess(Options& options, const Reader& given) {
  options.hub = given.text("hub", environment("CAST_HUB"));
  if (options.hub.empty())
    throw UsageFault("no hub is named: give --hub URL, such as http://127.0.0.1:8080/cast/v1");
  while (options.hub.ends_with('/')) options.hub.pop_back();
  if (!options.hub.starts_with("http://") && !options.hub.starts_with("https://"))
    throw UsageFault("'" + options.hub + "' is no base URL: give one like https://host/cast/v1");
  options.webSocketUrl = given.text("websocket-url", "ws" + options.hub.substr(4) + "/ws");
  options.ssePath = given.text("sse-path", options.ssePath);
  for (const auto& url : {options.hub, options.webSocketUrl}) {
    try {
      if (!Poco::URI(url).getUserInfo().empty())
        throw UsageFault("a URL must not hold a user: " + options.hub);
    } catch (const Poco::Exception&) {
      throw UsageFault("'" + url + "' is no URL");
    }
  }
  options.token = given.text("token", environment(given.text("token-env", "CAST_TOKEN")));
  options.tokenFile = given.text("token-file");
  options.tokenInUrl = given.has("token-in-url");
  options.caFile = given.text("ca-file");
}

void readSubscription(Options& options, const Reader& given) {
  options.eventTypes = given.has("types") ? listOf(given.text("types")) : standardEventTypes();
  if (options.eventTypes.empty()) throw UsageFault("--types names no event type");
  options.formats = listOf(given.text("formats"));
  options.leaseSeconds = given.number("lease", 0, 1, 31'536'000);
  options.lastEventId = given.text("last-event-id");
  options.publishInput = given.has("publish-input");
  options.callbackAddress = given.text("callback-address", "127.0.0.1:0");
  options.callbackUrl = given.text("callback-url");
  options.count = given.number("count", 0, 1, 1'000'000'000);
}

void readPublication(Options& options, const Reader& given) {
  options.eventType = given.text("type");
  options.payload = given.text("payload", "{}");
  options.timestamp = given.text("timestamp");
  options.fast = given.has("fast");
  options.keepTimestamps = given.has("keep-timestamps");
  if (!options.timestamp.empty() && !timeOf(options.timestamp))
    throw UsageFault("--timestamp takes an RFC 3339 time such as 2024-01-15T10:30:00Z");
}

void readRetries(Options& options, const Reader& given) {
  options.backOff.first = Milliseconds(given.number("first-retry-ms", 250, 10, 60'000));
  options.backOff.longest = Milliseconds(given.number("longest-retry-ms", 10'000, 10, 3'600'000));
  if (options.backOff.longest < options.backOff.first) options.backOff.longest = options.backOff.first;
  const int patience = options.subscribes() || options.command == Command::replay ? 0 : 60;
  options.backOff.giveUpAfter = std::chrono::seconds(given.number("give-up-after", patience, 0, 1'000'000));
  options.closingTime = Milliseconds(given.number("closing-ms", 5000, 0, 600'000));
}

}  // namespace

Options readOptions(const std::vector<std::string>& words) {
  auto [values, others] = taken(words);
  const Reader given(std::move(values));
  Options options;
  if (given.has("version")) options.command = Command::version;
  if (given.has("help") || given.has("version")) return options;
  if (others.empty()) throw UsageFault("no command: subscribe, publish, tail or replay (see --help)");
  const std::string command = others.front();
  others.erase(others.begin());
  readCommand(options, command, others);
  if (given.has("transport")) options.transport = transportOf(given.text("transport"));
  readAccess(options, given);
  readRetries(options, given);
  options.session = given.text("session");
  options.user = given.text("user");
  options.source = given.text("source", "cast-client");
  options.quiet = given.has("quiet");
  if (options.session.empty() && options.command != Command::replay)
    throw UsageFault("no session is named: give --session S");
  if (options.subscribes())
    readSubscription(options, given);
  else
    readPublication(options, given);
  return options;
}

std::string helpText() {
  return R"(cast-client: subscribes to a Cast hub, publishes to it, and stays with it.

  cast-client subscribe --hub URL --session S [--types A,B]   prints each event as a line of JSON
  cast-client tail      --hub URL --session S [--types A,B]   the same over an event stream (SSE), resumed after a loss
  cast-client publish   --hub URL --session S --type T [--payload JSON]
  cast-client publish   --hub URL --session S                 publishes the lines of JSON of standard input
  cast-client replay FILE --hub URL [--session S] [--fast]    publishes a recording (what subscribe printed), at its pace

The hub:
  --hub URL              base URL, such as https://host/cast/v1 (or environment CAST_HUB)
  --transport T          websocket (default), sse or http: subscribe over http listens for callbacks, publish posts
  --websocket-url URL    default: the base URL with ws(s) and /ws
  --sse-path PATH        event stream below the base URL (default /events)
  --token-file FILE      bearer token; the file is read again at each attempt
  --token-env NAME       environment variable that holds it (default CAST_TOKEN)
  --token T              the token itself; other users of the machine can see it
  --token-in-url         sends it as access_token in the URL, for hubs that take no header; never otherwise
  --ca-file FILE         PEM file of the authorities that vouch for the hub (default: the system's)

The session:
  --session S, --user U, --source NAME (default cast-client)

Subscribing:
  --types A,B            event types (default: every standard one)
  --formats A,B          preferred formats, best first
  --lease SECONDS        a lease to ask for; leases are renewed before they end
  --last-event-id ID     begin after this event (event streams)
  --publish-input        publishes the lines of standard input too
  --callback-address A   HOST:PORT to listen on for --transport http (default 127.0.0.1:0)
  --callback-url URL     how the hub reaches that (default: the address)
  --count N              ends after N events

Publishing:
  --type T, --payload JSON, --timestamp T    one event; default payload {}, default time now
  Lines of input are events; what they lack of timestamp, source, sessionId, userId and eventId is filled in.
  --fast                 replay without the pauses of the recording
  --keep-timestamps      replay with the recorded timestamps instead of the time of publication

When the hub is away:
  --first-retry-ms N     first pause (default 250); pauses double, each of random length down to half
  --longest-retry-ms N   longest pause (default 10000)
  --give-up-after S      seconds without the hub until the program gives up; 0: never (default: publish 60, others 0)
  --closing-ms N         how long ending may take (default 5000)
  --quiet                errors only on standard error

SIGINT and SIGTERM send what is waiting, unsubscribe and close. Exit codes: 0 all done; 1 the hub refused something, input
was no event, or something stayed unsent; 2 usage; 3 the program failed; 4 the hub cannot be reached.
)";
}

}  // namespace cast::client
