import Core
import Foundation
import HTTPTypes
import Storage
import TestSupport
import Testing

@testable import App

/// What is written fast is what the slow way writes.
@Suite struct MarkupTests {
    @Test func amountsAndDaysLookTheSame() {
        var random = SeededNumbers(7)
        var amounts: [Int64] = [0, 1, -1, 99, -100, 99_999, 100_000, 123_456_789, .max, .min + 1]
        for shift in 1..<60 { amounts.append(Int64.random(in: -(1 << shift)...1 << shift, using: &random)) }
        for fen in amounts {
            var buffer = MarkupBuffer(capacity: 0)
            buffer.append(Fen(fen))
            #expect(buffer.html.bytes == ("\(Fen(fen))" as HTML).bytes)
        }
        for number in stride(from: Int32(0), to: 60_000, by: 97) {
            var buffer = MarkupBuffer(capacity: 0)
            buffer.append(Day(number: number))
            #expect(buffer.html.bytes == ("\(Day(number: number))" as HTML).bytes)
        }
    }

    @Test(arguments: TestEngine.allCases) func columnsAreEscapedAndEncoded(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let texts = ["", "plain", "<b a='1' c=\"2\">&amp;", "桂枝 & 科技", "a/b?c=d%20~._-"]
        try await test.site.book.database.read { connection in
            for text in texts {
                let sql = SQL("SELECT CAST(? AS TEXT) AS shown", [.text(text)])
                let (plain, encoded) = try #require(
                    try connection.first(sql) { row in
                        var plain = MarkupBuffer(capacity: 0)
                        var encoded = MarkupBuffer(capacity: 0)
                        plain.append(row, 0)
                        encoded.appendEncoded(row, 0)
                        return (plain.html.bytes, encoded.html.bytes)
                    })
                #expect(plain == HTML(text).bytes)
                #expect(encoded == Array(PercentText.encode(text).utf8))
            }
        }
    }

    @Test func wordsOfSecretsAreBase64ForAddresses() {
        for _ in 0..<200 {
            let secret = Secret()
            let padded = secret.text.replacing("-", with: "+").replacing("_", with: "/") + "="
            let bytes = Data(base64Encoded: padded)
            #expect(bytes?.count == 32)
            #expect(bytes?.base64EncodedString() == padded)
        }
    }

    @Test func cookiesAreFound() {
        var headers: HTTPFields = [:]
        headers.append(HTTPField(name: .cookie, value: "a=1;b = 2; cc=3=4 ;\td=5"))
        headers.append(HTTPField(name: .cookie, value: "a=6; e=; f=7"))
        for (name, value) in [("a", "1"), ("cc", "3=4"), ("d", "5"), ("f", "7")] {
            #expect(Cookies.value(of: name, in: headers) == value)
        }
        for name in ["b", "c", "e", "g", ""] { #expect(Cookies.value(of: name, in: headers) == nil) }
    }
}
