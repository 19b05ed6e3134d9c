#include "base64.hpp"

#include <gtest/gtest.h>

#include <random>

namespace cast::navicast {
namespace {

Bytes bytes(std::string_view text) { return {text.begin(), text.end()}; }

TEST(Base64, ofTheStandardsExamples) {
  // RFC 4648 section 10.
  const std::pair<const char*, const char*> examples[] = {{"", ""},
                                                          {"f", "Zg=="},
                                                          {"fo", "Zm8="},
                                                          {"foo", "Zm9v"},
                                                          {"foob", "Zm9vYg=="},
                                                          {"fooba", "Zm9vYmE="},
                                                          {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, text] : examples) {
    EXPECT_EQ(encodeBase64(bytes(plain)), text);
    EXPECT_EQ(decodeBase64(text), bytes(plain));
  }
}

TEST(Base64, ofAnyBytesComesBack) {
  std::mt19937 random(7);
  for (std::size_t size = 0; size < 300; ++size) {
    Bytes any(size);
    for (auto& byte : any) byte = static_cast<unsigned char>(random());
    ASSERT_EQ(decodeBase64(encodeBase64(any)), any);
  }
}

TEST(Base64, thatIsSpeltOtherwiseIsRefused) {
  for (const auto* wrong : {"Z", "Zg", "Zg=", "Zg===", "====", "=", "Zh==", "Zm9=", "Zm 9", "Zm9v\n", "Zm9-",
                            "Z=g=", "Zg==Zg==", "\xC3\xA4\xC3\xA4"})
    EXPECT_EQ(decodeBase64(wrong), std::nullopt) << wrong;
}

}  // namespace
}  // namespace cast::navicast
