/// Identity numbers against worked examples, and against python-stdnum over random numbers, right and
/// damaged.
import Testing

@testable import Core

@Suite struct ResidentNumberTests {
    @Test func readsAndHides() throws {
        let number = try ResidentNumber("11010519491231002X")
        #expect(try ResidentNumber("11010519491231002x") == number)
        #expect(number.birth == Day("1949-12-31"))
        #expect(number.division.description == "110105")
        #expect(number.revealed == "11010519491231002X")
        #expect(number.masked == "110***********002X")
        #expect("\(number)" == number.masked)
        #expect(String(reflecting: number) == number.masked)
        var dumped = ""
        dump(number, to: &dumped)
        #expect(!dumped.contains("1949"))
        #expect(ResidentNumber.masked("1234567") == "*******")
        #expect(ResidentNumber.masked("12345678") == "123*5678")
    }

    @Test(arguments: [
        ("1101051949123100", ResidentNumberRefusal.length(found: 16)),
        ("110105194912310O2X", .character(position: 16, found: "O")),
        ("11010519491231002Y", .character(position: 18, found: "Y")),
        ("1101051949123100٣X", .character(position: 17, found: "٣")),
        ("X1010519491231002X", .character(position: 1, found: "X")),
        ("11010519490229002X", .birthDate),
        ("11010518991231002X", .birthDate),
        ("11010519491331002X", .birthDate),
        ("110105194912310021", .check(expected: "X", found: "1")),
        ("11010519491231012X", .check(expected: "6", found: "X")),
    ])
    func refuses(_ text: String, _ refusal: ResidentNumberRefusal) {
        #expect(throws: refusal) { try ResidentNumber(text) }
        #expect(!refusal.sentence.zh.contains("1949") && !refusal.sentence.en.contains("1949"))
    }

    @Test func agreesWithStdnum() throws {
        var random = SeededGenerator(seed: 4)
        let first = Day(1900, 1, 1)!
        let last = Day(2199, 12, 31)!
        var texts: [String] = []
        for _ in 0..<5000 {
            let text = ResidentNumber.make(
                division: Division.all.randomElement(using: &random)!.code,
                birth: first + Int.random(in: 0...(last - first), using: &random),
                order: Int.random(in: 0...999, using: &random)
            ).revealed
            texts.append(text)
            var characters = Array(text)
            characters[Int.random(in: 0..<18, using: &random)] = Array("0123456789Xx-").randomElement(
                using: &random)!
            texts.append(String(characters))
        }
        // Stdnum also asks whether the place had its code in the year of birth; that is no part of the
        // number.
        let script = """
            import sys
            from stdnum.cn import ric
            for line in sys.stdin:
                text = line.rstrip('\\n')
                try:
                    valid = text[:17].isdigit() and text[17] in '0123456789Xx' \\
                        and ric.calc_check_digit(text.upper()) == text[17].upper() \\
                        and 1900 <= ric.get_birth_date(text).year <= 2199
                except Exception:
                    valid = False
                print(int(valid))
            """
        let answers = try runPython(
            script, needing: ["python-stdnum"], input: texts.map { $0 + "\n" }.joined())
        try #require(answers.count == texts.count)
        for (text, answer) in zip(texts, answers) {
            #expect(((try? ResidentNumber(text)) != nil) == (answer == "1"), "\(text)")
        }
        #expect(answers.count { $0 == "1" } >= 5000)
    }
}
