#include "wire/http_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cast::conformance {
namespace {

using testing::HasSubstr;

HttpReader readAll(const std::string& bytes, HttpReader::Kind kind = HttpReader::Kind::response) {
  HttpReader reader(kind);
  reader.feed(bytes);
  reader.end();
  return reader;
}

TEST(HttpReader, ReadsTheSameMessageHoweverItIsSplit) {
  const std::string bytes =
      "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
      "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
      "5;note=1\r\n{\"a\":\r\n2\r\n1}\r\n0\r\nTrailer: t\r\n\r\n";
  for (std::size_t split = 0; split <= bytes.size(); ++split) {
    HttpReader reader(HttpReader::Kind::response);
    reader.feed(bytes.substr(0, split));
    reader.feed(bytes.substr(split));
    ASSERT_TRUE(reader.complete()) << "split at " << split << ": " << reader.defect();
    EXPECT_EQ(reader.message().status, 201);
    EXPECT_EQ(reader.message().headers.find("content-type"), "application/json");
    EXPECT_EQ(reader.message().body, "{\"a\":1}");
  }
}

TEST(HttpReader, ReadsABodyByItsLengthAndKeepsWhatFollows) {
  HttpReader reader(HttpReader::Kind::response);
  reader.feed("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhirest");
  EXPECT_TRUE(reader.complete());
  EXPECT_EQ(reader.message().body, "hi");
  EXPECT_EQ(reader.takeRest(), "rest");
}

TEST(HttpReader, ReadsABodyWithoutLengthUntilTheConnectionEnds) {
  HttpReader reader(HttpReader::Kind::response);
  reader.feed("HTTP/1.1 200 OK\r\n\r\nhalf");
  EXPECT_FALSE(reader.complete());
  reader.feed(" and half");
  reader.end();
  EXPECT_TRUE(reader.complete());
  EXPECT_EQ(reader.message().body, "half and half");
}

TEST(HttpReader, AnAnswerToHeadHasNoBody) {
  HttpReader reader(HttpReader::Kind::response, true);
  reader.feed("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
  EXPECT_TRUE(reader.complete());
}

TEST(HttpReader, NamesWhatIsNotHttp) {
  EXPECT_THAT(readAll("SSH-2.0-x\r\n").defect(), HasSubstr("no HTTP/1.1 status line"));
  EXPECT_THAT(readAll("HTTP/1.1 200 OK\nA: b\n\n").defect(), HasSubstr("CR LF"));
  EXPECT_THAT(readAll("HTTP/1.1 200 OK\r\nno colon\r\n\r\n").defect(), HasSubstr("no header field"));
  EXPECT_THAT(readAll("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n").defect(), HasSubstr("Content-Length"));
  EXPECT_THAT(readAll("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n").defect(),
              HasSubstr("both"));
  EXPECT_THAT(readAll("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n").defect(),
              HasSubstr("no chunk size"));
  EXPECT_THAT(readAll("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort").defect(),
              HasSubstr("ends in the middle"));
  EXPECT_THAT(readAll("HTTP/1.1 200 OK\r\nA: " + std::string(70000, 'x')).defect(), HasSubstr("64 KiB"));
}

TEST(HttpReader, ReadsARequest) {
  const HttpReader reader =
      readAll("POST /callback?a=1 HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}", HttpReader::Kind::request);
  EXPECT_TRUE(reader.complete());
  EXPECT_EQ(reader.message().summary(), "POST /callback?a=1");
  EXPECT_EQ(reader.message().body, "{}");
}

}  // namespace
}  // namespace cast::conformance
