/// Credit codes against worked examples, and against python-stdnum over random codes, right and damaged.
import Testing

@testable import Core

@Suite struct CreditCodeTests {
    static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")

    @Test func readsAndTakesApart() throws {
        let code = try CreditCode("91110000600037341L")
        #expect(code.description == "91110000600037341L")
        #expect(try CreditCode("91110000600037341l") == code)
        #expect(try CreditCode("x91110000600037341L".dropFirst()) == code)
        #expect(code.department == "9")
        #expect(code.kind == "1")
        #expect(code.division.description == "110000")
        #expect(code.organisation == "600037341")
    }

    @Test(arguments: [
        ("", CreditCodeRefusal.length(found: 0)),
        ("91110000600037341", .length(found: 17)),
        ("91110000600037341L ", .length(found: 19)),
        ("9111000060003734IL", .character(position: 17, found: "I")),
        ("911100006000373中1L", .character(position: 16, found: "中")),
        (" 1110000600037341L", .character(position: 1, found: " ")),
        ("\r\n1110000600037341L", .character(position: 1, found: "\r\n")),
        ("91110000600037341\u{0}", .character(position: 18, found: "\u{0}")),
        ("9111000A600037341L", .divisionCharacter(position: 8, found: "A")),
        ("91110000600037342L", .organisationCheck(expected: "1", found: "2")),
        ("91110000600037341M", .check(expected: "L", found: "M")),
        ("000000000000000000", .department),
        ("92110000600037341L", .check(expected: "H", found: "L")),
    ])
    func refuses(_ text: String, _ refusal: CreditCodeRefusal) {
        #expect(throws: refusal) { try CreditCode(text) }
    }

    @Test func makesCodesThatItReads() throws {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<2000 {
            let code = Self.randomCode(using: &random)
            #expect(try CreditCode(code.description) == code)
        }
        #expect(throws: CreditCodeRefusal.length(found: 17)) {
            try CreditCode.make(division: Division.Code("450100")!, organisation: "1234567")
        }
    }

    @Test func ordersLikeItsText() throws {
        var random = SeededGenerator(seed: 2)
        let codes = (0..<1000).map { _ in Self.randomCode(using: &random) }
        #expect(codes.sorted().map(\.description) == codes.map(\.description).sorted())
    }

    @Test func agreesWithStdnum() throws {
        var random = SeededGenerator(seed: 3)
        var texts: [String] = []
        for _ in 0..<5000 {
            let text = Self.randomCode(using: &random).description
            texts.append(text)
            texts.append(Self.damaged(text, using: &random))
        }
        // Stdnum leaves the check inside the organisation code alone, so that the script computes it by GB
        // 11714.
        let script = """
            import sys
            from stdnum.cn import uscc
            weights = (3, 7, 9, 10, 5, 8, 4, 2)
            for line in sys.stdin:
                text = line.rstrip('\\n')
                valid = len(text) == 18 and uscc.is_valid(text)
                if valid:
                    total = sum(int(c, 36) * w for c, w in zip(text[8:16], weights))
                    check = 11 - total % 11
                    valid = {10: 'X', 11: '0'}.get(check, str(check)) == text[16].upper()
                print(int(valid))
            """
        let answers = try runPython(
            script, needing: ["python-stdnum"], input: texts.map { $0 + "\n" }.joined())
        try #require(answers.count == texts.count)
        for (text, answer) in zip(texts, answers) {
            #expect(((try? CreditCode(text)) != nil) == (answer == "1"), "\(text)")
        }
        #expect(answers.count { $0 == "1" } >= 5000)
    }

    /// Departments and kinds are digits, for stdnum knows no others.
    static func randomCode(using random: inout SeededGenerator) -> CreditCode {
        let division = Division.all.randomElement(using: &random)!.code
        let organisation = String((0..<8).map { _ in alphabet.randomElement(using: &random)! })
        return try! CreditCode.make(
            department: alphabet[Int.random(in: 1...9, using: &random)],
            kind: alphabet[Int.random(in: 1...9, using: &random)], division: division,
            organisation: organisation)
    }

    /// One character changed, left out, doubled or exchanged with the next.
    static func damaged(_ text: String, using random: inout SeededGenerator) -> String {
        var characters = Array(text)
        let at = Int.random(in: 0..<17, using: &random)
        switch Int.random(in: 0..<8, using: &random) {
        case 0: characters.remove(at: at)
        case 1: characters.insert(characters[at], at: at)
        case 2: characters.swapAt(at, at + 1)
        case 3: characters[at] = Array("IOSVZ*é").randomElement(using: &random)!
        default:
            characters[at + Int.random(in: 0...1, using: &random)] = alphabet.randomElement(using: &random)!
        }
        return String(characters)
    }
}
