import Core
import Storage

/// The facts of the guarantees with numbers of a range, in their order.
struct GuaranteeScan: Sendable {
    let first: Int
    private(set) var facts: [GuaranteeFacts] = []
    /// The divisions in the order in which they were met; `GuaranteeFacts.division` is the place among them.
    private(set) var divisions = DivisionPlaces()

    /// No guarantee yet.
    init() { first = 1 }

    /// The guarantees behind those that are here already.
    mutating func append(_ next: GuaranteeScan) {
        precondition(next.facts.isEmpty || next.first == first + facts.count, "scans follow each other")
        let places = next.divisions.codes.map { divisions.place(of: $0) }
        facts.reserveCapacity(facts.count + next.facts.count)
        for var fact in next.facts {
            fact.division = places[Int(fact.division)]
            facts.append(fact)
        }
    }

    /// Numbers have no gaps, because guarantees are never removed.
    init(_ numbers: Range<Int64>, _ connection: Connection) throws {
        first = Int(numbers.lowerBound)
        let nothing = GuaranteeFacts(
            principal: .zero, enterprise: 0, agreement: 0, division: 0, feeRate: 0, isSmallOrMicro: false,
            risk: .other, isServed: false)
        facts = [GuaranteeFacts](repeating: nothing, count: numbers.count)
        let guarantees = SQL(
            "guarantee WHERE id >= ? AND id < ?", [.int(numbers.lowerBound), .int(numbers.upperBound)])
        let columns: StaticString = """
            agreement_id, enterprise_id, principal, fee_rate, division, size, id, kind, customer_kind, \
            housing, bond_rating
            """
        try connection.scan(columns, from: guarantees) { row in
            let division = row.withBytes(4) { divisions.place(of: $0) }
            let isSmall = row.withBytes(5) { size in
                size.first == UInt8(ascii: "s") || (size.first == UInt8(ascii: "m") && size.count == 5)
            }
            let customer = row.withBytes(8) { GuaranteeFeatures.CustomerKind(firstLetterOf: $0) }
            let risk = GuaranteedRisk(
                row.withBytes(7) { GuaranteeFeatures.Kind(firstLetterOf: $0) }, of: customer,
                isSmallOrMicro: isSmall, isHousing: row.int(9) != 0,
                rating: row.withBytes(10) { $0.isEmpty ? .notStated : Self.rating($0) })
            guard let enterprise = Int32(exactly: row.int(1)), let agreement = Int32(exactly: row.int(0)),
                let feeRate = Int32(exactly: row.int(3))
            else { throw BookDamage.guarantee(row.int(6)) }
            facts[Int(row.int(6)) - first] = GuaranteeFacts(
                principal: Fen(row.int(2)), enterprise: enterprise, agreement: agreement,
                division: division, feeRate: feeRate,
                isSmallOrMicro: isSmall && customer == .enterprise, risk: risk,
                isServed: customer.isServed(isSmallOrMicro: isSmall))
        }
        if let gap = facts.firstIndex(where: { $0.agreement == 0 }) {
            throw BookDamage.guarantee(Int64(first + gap))
        }
    }
}

extension GuaranteeScan {
    static func rating(_ bytes: UnsafeBufferPointer<UInt8>) -> GuaranteeFeatures.BondRating {
        GuaranteeFeatures.BondRating(rawValue: String(decoding: bytes, as: UTF8.self)) ?? .notStated
    }
}

/// The first letters of the words differ; a million rows need no more.
extension GuaranteeFeatures.Kind {
    init(firstLetterOf word: UnsafeBufferPointer<UInt8>) {
        switch word.first {
        case UInt8(ascii: "l"): self = .loan
        case UInt8(ascii: "b"): self = .bond
        default: self = .otherFinancing
        }
    }
}

extension GuaranteeFeatures.CustomerKind {
    init(firstLetterOf word: UnsafeBufferPointer<UInt8>) {
        switch word.first {
        case UInt8(ascii: "e"): self = .enterprise
        case UInt8(ascii: "f"): self = .farmer
        default: self = .individual
        }
    }
}

/// A row that the program never leaves so: it was changed from outside.
enum BookDamage: Refusal {
    /// Missing, or with numbers that no guarantee has.
    case guarantee(Int64)

    var code: String { "book_damaged" }

    var sentence: Sentence {
        switch self {
        case .guarantee(let number):
            Sentence(
                zh: "担保第 \(number) 号缺失或被改动，无法计算；请运行 cassia verify 核验账本。",
                en: """
                    The guarantee \(number) is missing or was changed, so nothing can be counted; run \
                    cassia verify to see what is wrong.
                    """)
        }
    }
}

/// Gives each division that is met a place, counting from zero. Codes of six digits, which all should be, are
/// mostly found without a dictionary.
struct DivisionPlaces: Sendable {
    private(set) var codes: [String] = []
    private var places: [String: Int32] = [:]
    /// By the code modulo its length: the code + 1 and its place; a later code drives an earlier one out.
    private var recent = [(code: Int32, place: Int32)](repeating: (0, 0), count: 1_021)

    mutating func place(of code: UnsafeBufferPointer<UInt8>) -> Int32 {
        guard let number = Self.number(of: code) else { return slowPlace(of: code) }
        let slot = Int(number) % recent.count
        if recent[slot].code != number + 1 { recent[slot] = (number + 1, slowPlace(of: code)) }
        return recent[slot].place
    }

    private mutating func slowPlace(of code: UnsafeBufferPointer<UInt8>) -> Int32 {
        place(of: String(decoding: code, as: UTF8.self))
    }

    mutating func place(of text: String) -> Int32 {
        if let place = places[text] { return place }
        let place = Int32(codes.count)
        codes.append(text)
        places[text] = place
        return place
    }

    private static func number(of code: UnsafeBufferPointer<UInt8>) -> Int32? {
        guard code.count == 6 else { return nil }
        var number: Int32 = 0
        for byte in code {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            number = number * 10 + Int32(byte - UInt8(ascii: "0"))
        }
        return number
    }
}
