/// Which kind of code a text is, and that no number of a person shows, not even a mistyped one.
import Testing

@testable import Core

@Suite struct IdentifierTests {
    @Test(arguments: [
        ("91110000600037341L", Identifier.Kind.creditCode, "91110000600037341L"),
        ("91110000600037341l", .creditCode, "91110000600037341L"),
        ("11010519491231002X", .residentNumber, "110***********002X"),
        ("11010519491231002x", .residentNumber, "110***********002X"),
    ])
    func valid(_ text: String, _ kind: Identifier.Kind, _ shown: String) throws {
        let identifier = try Identifier(text)
        #expect(identifier.kind == kind)
        #expect(identifier.description == shown)
    }

    @Test(arguments: [
        ("110105194912310021", IdentifierRefusal.residentNumber(.check(expected: "X", found: "1"))),
        ("11010519491331002X", .residentNumber(.birthDate)),
        ("1101051949123100", .residentNumber(.length(found: 16))),
        ("91110000600037341M", .creditCode(.check(expected: "L", found: "M"))),
        ("", .creditCode(.length(found: 0))),
        ("9", .creditCode(.length(found: 1))),
        ("统一社会信用代码", .creditCode(.length(found: 8))),
    ])
    func refused(_ text: String, _ refusal: IdentifierRefusal) {
        #expect(throws: refusal) { try Identifier(text) }
    }

    @Test(arguments: [
        ("110105194912310021", "110***********0021"), ("1101051949123102X", "110**********102X"),
        ("9111000060003734IL", "9111000060003734IL"), ("91110000600037341M", "91110000600037341M"),
        ("911124198108030029", "911***********0029"), ("", ""),
    ])
    func refusedTextIsMasked(_ text: String, _ shown: String) {
        #expect(Identifier.shown(refused: text) == shown)
    }
}

@Suite struct RunningSplitTests {
    @Test func instalmentsAndRecoveries() throws {
        var split = RunningSplit(try Shares("4:3:2:1"))
        #expect(try split.add(Fen(1001)) == [401, 300, 200, 100].map(Fen.init))
        #expect(try split.add(Fen(2)).sum() == Fen(2))
        let recovered = try split.add(Fen(-300))
        #expect(recovered.sum() == Fen(-300) && recovered.allSatisfy { !$0.isPositive })
        #expect(try split.add(-split.total).sum() == Fen(-703))
        #expect(split.totals.allSatisfy { $0.isZero })
    }

    @Test func refusedAmountsChangeNothing() throws {
        var split = RunningSplit(try Shares("4:3:2:1"))
        _ = try split.add(Fen(100))
        #expect(throws: RunningSplitRefusal.moreThanTotal(total: Fen(100), amount: Fen(-101))) {
            try split.add(Fen(-101))
        }
        let least = RunningSplitRefusal.moreThanTotal(total: Fen(100), amount: Fen(.min))
        #expect(throws: least) { try split.add(Fen(.min)) }
        #expect(least.sentence.en.hasPrefix("A recovery of 92,233"))
        #expect(throws: RunningSplitRefusal.tooLarge(total: Fen(100), amount: Fen(.max))) {
            try split.add(Fen(.max))
        }
        #expect(split.total == Fen(100))
    }
}
