#include "reports/faces/commands.hpp"

#include <Poco/NumberFormatter.h>
#include <Poco/String.h>
#include <Poco/URI.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "reports/faces/visible_text.hpp"

namespace cast::report {
namespace {

constexpr std::size_t kLongestRequest = 16384;
constexpr std::string_view kRedacted = "[redacted]";

struct Request {
  std::string method, target, body;
  std::vector<std::pair<std::string, std::string>> headers;

  std::string header(std::string_view name) const {
    for (const auto& [each, value] : headers)
      if (Poco::icompare(each, std::string{name}) == 0) return value;
    return "";
  }
};

bool isToken(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

// A request as the runner writes it; nothing for what is none, such as raw bytes that break HTTP on purpose.
std::optional<Request> parseRequest(std::string_view bytes) {
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == bytes.npos || bytes.size() > kLongestRequest) return std::nullopt;
  std::string_view head = bytes.substr(0, end + 2);
  const auto nextLine = [&head] {
    const std::size_t lineEnd = head.find("\r\n");
    const std::string_view line = head.substr(0, lineEnd);
    head.remove_prefix(std::min(head.size(), lineEnd + 2));
    return line;
  };
  const std::string_view start = nextLine();
  const std::size_t space = start.find(' ');
  const std::size_t version = start.rfind(" HTTP/1.1");
  if (space == start.npos || version == start.npos || version <= space) return std::nullopt;
  Request request;
  request.method = start.substr(0, space);
  request.target = start.substr(space + 1, version - space - 1);
  request.body = bytes.substr(end + 4);
  if (!isToken(request.method) || !isToken(request.target)) return std::nullopt;
  while (!head.empty()) {
    const std::string_view line = nextLine();
    const std::size_t colon = line.find(':');
    if (colon == line.npos || !isToken(line.substr(0, colon))) return std::nullopt;
    request.headers.emplace_back(line.substr(0, colon), Poco::trim(std::string{line.substr(colon + 1)}));
  }
  return request;
}

// "http://host:port" of the URL that the subject has for this transport.
std::string originOf(const std::string& url, const std::string& host) {
  try {
    const Poco::URI uri(url);
    if (uri.getScheme().empty()) return "";
    return uri.getScheme() + "://" + (host.empty() ? uri.getAuthority() : host);
  } catch (const Poco::Exception&) {
    return "";
  }
}

// Headers that the tool sets by itself, or that would name the runner.
bool isToolsOwn(const std::string& name, bool webSocket) {
  for (const char* own : {"Host", "User-Agent", "Connection", "Content-Length", "Accept"})
    if (Poco::icompare(name, std::string{own}) == 0) return true;
  return webSocket && (Poco::icompare(name, std::string{"Upgrade"}) == 0 ||
                       Poco::toLower(name).starts_with("sec-websocket-key") ||
                       Poco::toLower(name).starts_with("sec-websocket-version"));
}

// A header as a word, with the token as a variable.
std::string headerWord(const std::string& name, const std::string& value) {
  const std::size_t secret = value.find(kRedacted);
  if (secret == value.npos) return shellWord(name + ": " + value);
  return shellWord(name + ": " + value.substr(0, secret)) + "\"$CAST_TOKEN\"" +
         (secret + kRedacted.size() == value.size() ? ""
                                                    : shellWord(value.substr(secret + kRedacted.size())));
}

std::string headerWords(const Request& request, bool webSocket) {
  std::string words;
  for (const auto& [name, value] : request.headers)
    if (!isToolsOwn(name, webSocket)) words += " -H " + headerWord(name, value);
  return words;
}

std::string curlLine(const Request& request, const std::string& origin, bool streams) {
  std::string line = streams ? "curl -iN" : "curl -i";
  if (request.method != "GET") line += " -X " + shellWord(request.method);
  line += headerWords(request, false);
  if (!request.body.empty()) line += " --data-binary " + shellWord(request.body);
  return line + " " + shellWord(origin + request.target);
}

// The messages that the check sent on this connection; what is not text or was cut ends the list.
std::string webSocketInput(const Check& check, const Exchange& opening) {
  std::string words;
  std::size_t size = 0;
  bool opened = false;
  for (const Exchange& exchange : check.transcript) {
    if (&exchange == &opening) opened = true;
    if (!opened || &exchange == &opening || exchange.actor != opening.actor ||
        exchange.direction != Direction::kSent || exchange.summary.starts_with("pong") ||
        exchange.summary.starts_with("close"))
      continue;
    if (!exchange.text || exchange.truncated || exchange.text->starts_with("GET ")) break;
    size += exchange.text->size();
    if (size > kLongestRequest) break;
    words += " " + shellWord(*exchange.text);
  }
  return words;
}

std::string webSocketLine(const Check& check, const Exchange& opening, const Request& request,
                          const std::string& origin) {
  const std::string input = webSocketInput(check, opening);
  // Waits for what comes after the last message, as the check does.
  const std::string pipe = input.empty() ? "websocat" : "(printf '%s\\n'" + input + "; sleep 5) | websocat";
  return pipe + headerWords(request, true) + " " + shellWord(origin + request.target);
}

}  // namespace

std::string shellWord(std::string_view text) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=@%+,";
  if (!text.empty() && text.find_first_not_of(kPlain) == text.npos) return std::string{text};
  std::string plain = "'";
  std::string escaped = "$'";
  bool needsEscapes = false;
  for (std::size_t at = 0; at < text.size();) {
    const Character character = characterAt(text, at);
    const std::string_view bytes = text.substr(at, character.length);
    if (markFor(character.code) || character.code == 0xFFFD) {
      needsEscapes = true;
      for (const char byte : bytes)
        escaped += "\\x" + Poco::NumberFormatter::formatHex(static_cast<unsigned char>(byte), 2);
    } else if (bytes == "'" || bytes == "\\") {
      plain += bytes == "'" ? "'\\''" : "\\";
      escaped += "\\" + std::string{bytes};
    } else {
      plain += bytes;
      escaped += bytes;
    }
    at += character.length;
  }
  return (needsEscapes ? escaped : plain) + "'";
}

std::vector<CommandLine> commandsOf(const Check& check, const Subject& subject, std::size_t most) {
  std::vector<CommandLine> lines;
  for (const Exchange& exchange : check.transcript) {
    if (lines.size() == most) break;
    const bool fromRunner = exchange.direction == Direction::kSent && exchange.text && !exchange.truncated &&
                            exchange.actor != "probe" && exchange.transport != Transport::kCallback &&
                            exchange.transport != Transport::kTcp;
    if (!fromRunner) continue;
    const std::optional<Request> request = parseRequest(*exchange.text);
    if (!request) continue;
    const bool webSocket = exchange.transport == Transport::kWebSocket;
    const std::string& url = webSocket ? subject.webSocketUrl : subject.url;
    const std::string origin = originOf(url, request->header("Host"));
    if (origin.empty()) continue;
    CommandLine line{webSocket ? "websocat" : "curl", ""};
    line.text = webSocket ? webSocketLine(check, exchange, *request, origin)
                          : curlLine(*request, origin, exchange.transport == Transport::kSse);
    const auto isSame = [&line](const CommandLine& other) { return other.text == line.text; };
    if (std::none_of(lines.begin(), lines.end(), isSame)) lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace cast::report
