// Seeded random mutations of JSON texts, frames and requests: whatever comes, the readers keep their
// promises. The same inputs on every run.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "client/http.hpp"
#include "client/running_hub.hpp"
#include "client/websocket.hpp"
#include "net/http_head.hpp"
#include "net/websocket_frame.hpp"
#include "session/json_text.hpp"

namespace cast::hub {
namespace {

/// Bytes changed, taken out, doubled, or exchanged for those that mean something.
class Mutator {
 public:
  explicit Mutator(unsigned seed) : random_(seed) {}

  std::string mutate(std::string text) {
    for (std::size_t i = upTo(4); i > 0 && !text.empty(); --i) mutateOnce(text);
    return text;
  }
  std::size_t upTo(std::size_t most) { return std::uniform_int_distribution<std::size_t>(0, most)(random_); }

 private:
  void mutateOnce(std::string& text) {
    constexpr std::string_view kMeaningful = "\"\\{}[]:,0-+.eEu \t\r\n/\x80\xC3\xED\xF4\xFF";
    const std::size_t at = upTo(text.size() - 1);
    switch (upTo(4)) {
      case 0:
        text[at] = static_cast<char>(upTo(255));
        break;
      case 1:
        text.erase(at, upTo(4));
        break;
      case 2:
        text.insert(at, text.substr(upTo(text.size() - 1), upTo(12)));
        break;
      case 3:
        text[at] = kMeaningful[upTo(kMeaningful.size() - 1)];
        break;
      default:
        text.insert(at, 1, kMeaningful[upTo(kMeaningful.size() - 1)]);
    }
  }

  std::mt19937 random_;
};

/// nlohmann's parser as a second opinion: a callback that notes duplicates and depth.
struct SecondOpinion : nlohmann::json_sax<nlohmann::json> {
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override {
    if (depth++ == 0) isObject = true;
    names.emplace_back();
    return true;
  }
  bool key(string_t& name) override {
    hasDuplicates = hasDuplicates || !names.back().insert(name).second;
    return true;
  }
  bool end_object() override {
    names.pop_back();
    return close();
  }
  bool start_array(std::size_t) override {
    ++depth;
    deepest = std::max(deepest, depth);
    return true;
  }
  bool end_array() override { return close(); }
  bool close() {
    deepest = std::max(deepest, depth);
    --depth;
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) override {
    numberTooLarge = error.id == 406;  // a number that is no double is JSON nevertheless
    return false;
  }

  std::vector<std::set<std::string>> names;
  std::size_t depth = 0;
  std::size_t deepest = 0;
  bool isObject = false;
  bool hasDuplicates = false;
  bool numberTooLarge = false;
};

TEST(Mutation, TheJsonReaderAgreesWithASecondOneAndItsMembersAreTheText) {
  const std::vector<std::string> seeds{
      R"({"a":1,"b":[true,false,null,{"c":"\u00e9\uD83E\uDE7B"}],"d":-1.5e10,"e\"\\":{"x":{"x":[]}}})",
      "{ \"action\" : \"publish\" ,\n\t\"payload\":{\"z\":0.10,\"a\":12345678901234567890123} ,\"\\u0061\": "
      "1e400 }",
      eventJson("e-1", "{\"name\":\"\xC3\xA9\xF0\x9F\xA9\xBB\",\"list\":[[],[[]],{}]}")};
  Mutator mutator(1);
  int accepted = 0;
  for (int i = 0; i < 60'000; ++i) {
    const std::string text = mutator.mutate(seeds[static_cast<std::size_t>(i) % seeds.size()]);
    const auto read = JsonObject::read(text, "the text");
    SecondOpinion second;
    const bool isJson = nlohmann::json::sax_parse(text, &second);
    if (const auto* object = std::get_if<JsonObject>(&read)) {
      ++accepted;
      ASSERT_TRUE(isJson || second.numberTooLarge) << text;
      ASSERT_FALSE(second.hasDuplicates) << text;
      std::string rebuilt;
      for (const JsonMember& member : object->members()) {
        ASSERT_GE(member.nameText.data(), text.data());
        ASSERT_LE(member.text.data() + member.text.size(), text.data() + text.size());
        rebuilt.append(rebuilt.empty() ? "{" : ",").append(member.nameText).append(":").append(member.text);
        ASSERT_EQ(nlohmann::json::parse(member.nameText), member.name) << text;
      }
      rebuilt.append(rebuilt.empty() ? "{}" : "}");
      if (isJson) {
        ASSERT_EQ(nlohmann::json::parse(rebuilt), nlohmann::json::parse(text)) << text;
      }
    } else if (isJson) {
      const std::string kind = std::get<Rejection>(read).kind;
      ASSERT_TRUE((kind == "duplicate-member" && second.hasDuplicates) ||
                  (kind == "wrong-type" && !second.isObject) ||
                  (kind == "too-deep" && second.deepest > JsonObject::kMaxDepth))
          << kind << "\n"
          << text;
    }
  }
  EXPECT_GT(accepted, 5'000) << "mutations that are never JSON prove little";
}

TEST(Mutation, AFrameHeaderIsReadWithoutLookingBeyondItsBytes) {
  Mutator mutator(2);
  for (int i = 0; i < 100'000; ++i) {
    const std::string bytes =
        mutator.mutate(maskedFrame(static_cast<int>(mutator.upTo(15)), std::string(mutator.upTo(200), 'x')));
    const std::string exact(bytes.data(), std::min<std::size_t>(bytes.size(), mutator.upTo(20)));
    const auto header = readFrameHeader(exact);
    if (!header) {
      ASSERT_LT(exact.size(), 14U);
      continue;
    }
    ASSERT_LE(header->headerSize, exact.size());
    ASSERT_GE(header->headerSize, header->masked ? 6U : 2U);
    ASSERT_EQ(static_cast<unsigned>(header->opcode), static_cast<unsigned char>(exact[0]) & 0x0FU);
  }
}

TEST(Mutation, ATextIsUtf8ExactlyIfTheSecondReaderTakesItAsAString) {
  Mutator mutator(3);
  for (int i = 0; i < 60'000; ++i) {
    std::string text = mutator.mutate("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\xA9\xBB\xED\x9F\xBF\xEE\x80\x80");
    std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; });
    ASSERT_EQ(isUtf8(text), nlohmann::json::accept("\"" + text + "\"")) << text;
    ASSERT_TRUE(isUtf8(jsonString(text)));
  }
}

TEST(Mutation, AHubThatIsSentRubbishAnswersOrClosesAndLivesOn) {
  const RunningHub hub;
  Mutator mutator(4);
  const std::string request =
      requestText("POST", "/cast/v1/event", "all", eventJson("e"), {{"X-Further", "a, b"}});
  const std::string chunked =
      requestText("POST", "/cast/v1/event", "all", "", {{"Transfer-Encoding", "chunked"}}) +
      "5\r\n{\"a\":\r\n2;x=y\r\n1}\r\n0\r\n\r\n";
  for (int i = 0; i < 400; ++i) {
    Wire wire(hub.port());
    wire.send(mutator.mutate(i % 2 == 0 ? request : chunked) + requestText("GET", "/health"));
    wire.shutdownSend();
    wire.readToEnd();
  }
  const std::string message = maskedFrame(1, "{\"action\":\"publish\"," + eventMembers("e") + "}");
  for (int i = 0; i < 400; ++i) {
    WebSocketClient client(hub.port());
    client.wire().send(mutator.mutate(message + maskedFrame(9, "ping") + maskedFrame(1, "{}", false)));
    client.wire().shutdownSend();
    client.wire().readToEnd();
  }
  EXPECT_EQ(call(hub.port(), "GET", "/health").status, 200);
}

TEST(Mutation, AHeadThatPassesHasOneHeaderALine) {
  Mutator mutator(5);
  const std::string head = requestText("GET", "/cast/v1/ws?a=b", "all", "", {{"Upgrade", "websocket"}});
  for (int i = 0; i < 60'000; ++i) {
    const std::string text = mutator.mutate(head) + "\r\n\r\n";
    const std::string upToEnd = text.substr(0, text.find("\r\n\r\n") + 4);
    if (faultOfHead(upToEnd)) continue;
    const auto lines = std::count(upToEnd.begin(), upToEnd.end(), '\n');
    ASSERT_EQ(std::count(upToEnd.begin(), upToEnd.end(), '\r'), lines);
    ASSERT_EQ(upToEnd.find('\0'), std::string::npos);
  }
}

}  // namespace
}  // namespace cast::hub
