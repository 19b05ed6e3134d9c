// The library as a hub has it: loaded, asked through its C tables alone, unloaded.
#include <cast/plugin.h>
#include <dlfcn.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

namespace cast::navicast {
namespace {

cast_text text(std::string_view view) { return {view.data(), view.size()}; }
std::string_view view(const cast_text& text) { return {text.data, static_cast<std::size_t>(text.size)}; }

std::int32_t append(void* context, const char* data, std::uint64_t size) {
  static_cast<std::string*>(context)->append(data, static_cast<std::size_t>(size));
  return 1;
}

struct Answer {
  std::int32_t outcome;
  std::string result;
  std::string reason;
};

class Plugin {
 public:
  Plugin() : library_(dlopen(CAST_NAVICAST, RTLD_NOW | RTLD_LOCAL)) {
    if (!library_) throw std::runtime_error(dlerror());
    table_ = static_cast<const cast_plugin_table*>(dlsym(library_, CAST_PLUGIN_ENTRY_NAME));
  }
  Plugin(const Plugin&) = delete;
  Plugin& operator=(const Plugin&) = delete;
  ~Plugin() { dlclose(library_); }

  template <typename Table>
  const Table& extension(const char* id) const {
    return *static_cast<const Table*>(table_->get_extension(id));
  }

  Answer convert(std::string_view event, std::string_view from, std::string_view to,
                 std::string_view payload) const {
    Answer answer{};
    const cast_sink result{&answer.result, append};
    const cast_sink reason{&answer.reason, append};
    answer.outcome = extension<cast_converter>(CAST_EXTENSION_CONVERTER)
                         .convert(text(event), text(from), text(to), text(payload), &result, &reason);
    return answer;
  }

  Answer judge(std::string_view event, std::string_view payload) const {
    Answer answer{};
    const cast_sink pointer{&answer.result, append};
    const cast_sink detail{&answer.reason, append};
    answer.outcome =
        extension<cast_rules>(CAST_EXTENSION_RULES).judge(text(event), text(payload), &pointer, &detail);
    return answer;
  }

  struct Example {
    std::string event;
    std::string name;
    std::string payload;
    bool accepted;
  };
  std::vector<Example> examples() const {
    std::vector<Example> all;
    const auto& table = extension<cast_examples>(CAST_EXTENSION_EXAMPLES);
    for (std::uint64_t i = 0; i < table.count; ++i) {
      const cast_example& example = table.examples[i];
      std::string event(view(example.schema));
      if (event.rfind("navi-", 0) != 0) continue;
      event.replace(0, 5, "navi:").erase(event.find('.'));
      all.push_back({event, std::string(view(example.name)), std::string(view(example.payload)),
                     example.accepted == 1});
    }
    return all;
  }

 private:
  void* library_;
  const cast_plugin_table* table_ = nullptr;
};

std::string formatOf(const std::string& payload) {
  return nlohmann::json::parse(payload).value("format", "navi");
}

TEST(Plugin, acceptsItsExamplesAndConvertsThemBothWays) {
  const Plugin plugin;
  std::size_t converted = 0;
  for (const auto& example : plugin.examples()) {
    if (!example.accepted) continue;
    SCOPED_TRACE(example.event + " " + example.name);
    EXPECT_EQ(plugin.judge(example.event, example.payload).outcome, CAST_DONE)
        << plugin.judge(example.event, example.payload).reason;
    const std::string from = formatOf(example.payload);
    if (from == "proprietary") continue;
    const std::string to = from == "navi" ? "openigtlink" : "navi";
    const Answer there = plugin.convert(example.event, from, to, example.payload);
    ASSERT_EQ(there.outcome, CAST_DONE) << there.reason;
    EXPECT_EQ(formatOf(there.result), to);
    EXPECT_EQ(plugin.judge(example.event, there.result).outcome, CAST_DONE);
    const Answer back = plugin.convert(example.event, to, from, there.result);
    ASSERT_EQ(back.outcome, CAST_DONE) << back.reason;
    const Answer again = plugin.convert(example.event, from, to, back.result);
    EXPECT_EQ(nlohmann::json::parse(again.result), nlohmann::json::parse(there.result));
    ++converted;
  }
  EXPECT_GT(converted, 30U);
}

TEST(Plugin, refusesWhatOnlyItsRulesSeeAtAMember) {
  const Plugin plugin;
  for (const auto& example : plugin.examples()) {
    if (example.accepted) continue;
    const Answer judged = plugin.judge(example.event, example.payload);
    const bool binary = example.name.rfind("openigtlink", 0) == 0;
    EXPECT_TRUE(!binary || judged.outcome == CAST_REFUSED) << example.event << " " << example.name;
    if (judged.outcome == CAST_DONE) continue;  // its schema refuses it
    EXPECT_EQ(judged.result.rfind('/', 0), 0U)
        << example.event << " " << example.name << ": " << judged.result;
    EXPECT_FALSE(judged.reason.empty());
  }
}

TEST(Plugin, answersRubbishWithAReason) {
  const Plugin plugin;
  std::string deep(1U << 20U, '[');
  std::string members = "{";
  for (int i = 0; i < 20'000; ++i) members += "\"m" + std::to_string(i) + "\":0,";
  members += "\"format\":\"navi\"}";
  for (const std::string& rubbish : {std::string(), std::string("\xFF\xFE"), std::string("[]"),
                                     std::string("null"), std::string("{\"format\":1e999}"), deep, members}) {
    for (const auto* from : {"navi", "openigtlink"}) {
      const auto* to = *from == 'n' ? "openigtlink" : "navi";
      const Answer answer = plugin.convert("navi:tool-tracked", from, to, rubbish);
      EXPECT_EQ(answer.outcome, CAST_REFUSED);
      EXPECT_FALSE(answer.reason.empty());
    }
    EXPECT_EQ(plugin.judge("navi:tool-tracked", rubbish).outcome, CAST_REFUSED);
  }
}

TEST(Plugin, answers16MebibytesWithAReason) {
  const Plugin plugin;
  EXPECT_EQ(plugin.judge("navi:tool-tracked", std::string(16U << 20U, '{')).outcome, CAST_REFUSED);
  const std::string data = R"({"format":"openigtlink","data":")" + std::string(16U << 20U, 'A') + "\"}";
  EXPECT_EQ(plugin.convert("navi:tool-tracked", "openigtlink", "navi", data).outcome, CAST_REFUSED);
}

TEST(Plugin, doesNothingThatItsManifestDoesNotDeclare) {
  const Plugin plugin;
  const auto refused = [&](const char* event, const char* from, const char* to) {
    return plugin.convert(event, from, to, "{}").outcome == CAST_REFUSED;
  };
  EXPECT_TRUE(refused("navi:tool-tracked", "navi", "navi"));
  EXPECT_TRUE(refused("navi:tool-tracked", "navi", "fhir"));
  EXPECT_TRUE(refused("navi:tool-tracked", "fhir", "openigtlink"));
  EXPECT_TRUE(refused("patient-open", "navi", "openigtlink"));
  EXPECT_TRUE(refused("", "", ""));
}

TEST(Plugin, givesManyThreadsTheSameAnswers) {
  const Plugin plugin;
  const auto examples = plugin.examples();
  std::vector<std::string> wanted;
  wanted.reserve(examples.size());
  for (const auto& example : examples) wanted.push_back(plugin.judge(example.event, example.payload).reason);
  std::atomic<int> differences{0};
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (std::size_t k = 0; k < examples.size(); ++k)
        if (plugin.judge(examples[k].event, examples[k].payload).reason != wanted[k]) ++differences;
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(differences, 0);
}

TEST(Plugin, saysNothingOnTheTerminal) {
  const Plugin plugin;
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  for (const auto& example : plugin.examples()) {
    plugin.judge(example.event, example.payload);
    plugin.convert(example.event, "navi", "openigtlink", example.payload);
    plugin.convert(example.event, "openigtlink", "navi", example.payload);
  }
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

bool mapped(const std::string& name) {
  std::ifstream maps("/proc/self/maps");
  const std::string all{std::istreambuf_iterator<char>(maps), {}};
  return all.find(name) != std::string::npos;
}

TEST(Plugin, unloadsWithTheLibraryItIsBuiltOn) {
  {
    const Plugin plugin;
    for (const auto& example : plugin.examples()) plugin.judge(example.event, example.payload);
    EXPECT_TRUE(mapped("navicast.so"));
    EXPECT_TRUE(mapped("libOpenIGTLink"));
  }
  EXPECT_FALSE(mapped("navicast.so"));
  EXPECT_FALSE(mapped("libOpenIGTLink"));
}

}  // namespace
}  // namespace cast::navicast
