// The library as a host sees it: through its C table, from many threads, loaded and unloaded.
#include <cast/plugin.h>
#include <dlfcn.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;

struct Answer {
  std::int32_t code = -1;
  std::string result;
  std::string reason;
  bool operator==(const Answer&) const = default;
};

std::int32_t appendTo(void* context, const char* data, std::uint64_t size) {
  static_cast<std::string*>(context)->append(data, size);
  return 1;
}

cast_text textOf(std::string_view text) { return {text.data(), text.size()}; }

class Library {
 public:
  Library() : handle_(dlopen(CAST_DICOMCAST, RTLD_NOW | RTLD_LOCAL)) {
    if (!handle_) throw std::runtime_error(dlerror());
    const auto* table = static_cast<const cast_plugin_table*>(dlsym(handle_, CAST_PLUGIN_ENTRY_NAME));
    manifest_.assign(table->manifest.data, table->manifest.size);
    converter_ = static_cast<const cast_converter*>(table->get_extension(CAST_EXTENSION_CONVERTER));
  }
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
  ~Library() { dlclose(handle_); }

  Answer convert(std::string_view from, std::string_view to, std::string_view payload) const {
    Answer answer;
    const cast_sink result{&answer.result, appendTo};
    const cast_sink reason{&answer.reason, appendTo};
    answer.code = converter_->convert(textOf("dicom-study-view"), textOf(from), textOf(to), textOf(payload),
                                      &result, &reason);
    return answer;
  }

  const std::string& manifest() const { return manifest_; }

 private:
  void* handle_;
  const cast_converter* converter_ = nullptr;
  std::string manifest_;
};

std::string example(const char* name) {
  std::ifstream file(std::filesystem::path(CAST_DICOMCAST_SOURCE) / "examples" / name);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool isMapped(const std::string& file) {
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);)
    if (line.ends_with("/" + file)) return true;
  return false;
}

TEST(DicomCast, convertsAlongEachOfItsDeclaredSteps) {
  const Library library;
  const std::string study = example("dicom-study/good-specification.json");
  const auto model = library.convert("dicom", "dicom+json", study);
  ASSERT_EQ(model.code, CAST_DONE) << model.reason;
  EXPECT_EQ(Json::parse(model.result)["format"], "dicom+json");
  const auto resource = library.convert("dicom+json", "fhir", model.result);
  ASSERT_EQ(resource.code, CAST_DONE) << resource.reason;
  EXPECT_EQ(Json::parse(resource.result)["resourceType"], "ImagingStudy");
  EXPECT_EQ(library.convert("fhir", "dicom+json", resource.result).code, CAST_DONE);
  EXPECT_EQ(library.convert("dicom+json", "dicom", model.result).code, CAST_DONE);
  const auto file =
      library.convert("application/dicom", "dicom+json", example("application-dicom.format/good-file.json"));
  ASSERT_EQ(file.code, CAST_DONE) << file.reason;
  EXPECT_EQ(library.convert("dicom+json", "application/dicom", file.result).code, CAST_DONE);
}

TEST(DicomCast, doesNothingUndeclared) {
  const Library library;
  const auto answer = library.convert("dicom", "fhir", example("dicom-study/good-specification.json"));
  EXPECT_EQ(answer.code, CAST_REFUSED);
  EXPECT_THAT(answer.reason, HasSubstr("no conversion from dicom to fhir"));
}

TEST(DicomCast, refusesWhatIsNoPayload) {
  const Library library;
  const Json manifest = Json::parse(library.manifest());
  ASSERT_EQ(manifest.at("conversions").size(), 6U);
  for (const Json& step : manifest.at("conversions")) {
    const std::string from = step.at("from");
    const std::string to = step.at("to");
    const std::string large = R"({"data":")" + std::string(std::size_t{1} << 20, 'A') + "\"}";
    std::string deep = R"({"data":)";
    for (int i = 0; i < 100'000; ++i) deep += '[';
    for (const std::string& payload :
         {std::string(), std::string("null"), std::string("[]"), std::string("{"),
          std::string("{\"a\":\"\xff\"}"), std::string(1, '\0'), deep, large,
          std::string(R"({"data":{"00080060":7},"attributes":7,"resourceType":7})")}) {
      const auto answer = library.convert(from, to, payload);
      EXPECT_EQ(answer.code, CAST_REFUSED) << from << " " << to << " " << payload.substr(0, 60);
      EXPECT_FALSE(answer.reason.empty());
    }
  }
}

TEST(DicomCast, takesAPayloadOfManyMembersInLittleTime) {
  const Library library;
  std::string payload = R"({"format":"dicom+json","data":{"0020000D":{"vr":"UI","Value":["1.2.3"]})";
  for (int i = 0; i < 60'000; ++i) {
    std::array<char, 64> attribute{};
    std::snprintf(attribute.data(), attribute.size(), R"(,"%08X":{"vr":"LO"})", 0x00300010 + i * 0x11);
    payload += attribute.data();
  }
  payload += "}}";
  EXPECT_EQ(library.convert("dicom+json", "dicom", payload).code, CAST_DONE);
}

TEST(DicomCast, givesTheSameResultInEveryThread) {
  const Library library;
  const std::string study = example("dicom-study/good-specification.json");
  const std::string file = example("application-dicom.format/good-file.json");
  const auto expectedStudy = library.convert("dicom", "dicom+json", study);
  const auto expectedFile = library.convert("application/dicom", "dicom+json", file);
  std::vector<int> differences(8);
  {
    std::vector<std::jthread> threads;
    threads.reserve(differences.size());
    for (auto& count : differences)
      threads.emplace_back([&] {
        for (int i = 0; i < 50; ++i) {
          count += library.convert("dicom", "dicom+json", study) == expectedStudy ? 0 : 1;
          count += library.convert("application/dicom", "dicom+json", file) == expectedFile ? 0 : 1;
        }
      });
  }
  EXPECT_EQ(differences, std::vector<int>(8));
}

TEST(DicomCast, leavesTheProcessWhenItIsUnloaded) {
  for (int round = 0; round < 3; ++round) {
    std::jthread outlives;
    {
      const Library library;
      EXPECT_TRUE(isMapped("dicomcast.so"));
      std::jthread user([&] {
        library.convert("application/dicom", "dicom+json",
                        example("application-dicom.format/good-file.json"));
      });
    }
    EXPECT_FALSE(isMapped("dicomcast.so"));
  }
}

// What a process writes to its own standard output and error while `call` runs.
template <typename Call>
std::string outputOf(const Call& call) {
  std::FILE* sink = std::tmpfile();
  std::fflush(nullptr);
  const std::array<int, 2> saved{dup(1), dup(2)};
  dup2(fileno(sink), 1);
  dup2(fileno(sink), 2);
  call();
  std::fflush(nullptr);
  dup2(saved[0], 1);
  dup2(saved[1], 2);
  for (const int descriptor : saved) close(descriptor);
  std::string written(static_cast<std::size_t>(std::ftell(sink)), '\0');
  std::rewind(sink);
  written.resize(std::fread(written.data(), 1, written.size(), sink));
  std::fclose(sink);
  return written;
}

TEST(DicomCast, writesNothingToTheProcessesOutput) {
  EXPECT_EQ(outputOf([] {
              const Library library;
              library.convert("application/dicom", "dicom+json", R"({"data":"AAAA"})");
              library.convert("application/dicom", "dicom+json",
                              example("application-dicom.format/good-file.json"));
              library.convert("dicom", "dicom+json", R"({"attributes":{"Rows":"x"}})");
            }),
            "");
}

}  // namespace
