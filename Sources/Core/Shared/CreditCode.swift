/// The unified social credit code of an organisation (GB 32100-2015): 18 characters, two of them checks.
public struct CreditCode: Hashable, Sendable {
    /// Positions 1 to 8 and 9 to 18, five bits a character, so that a code takes 16 bytes and compares as
    /// numbers.
    private let head: UInt64
    private let tail: UInt64

    /// Reads 18 characters, lower case accepted; nothing is trimmed or left out.
    ///
    /// Positions 3 to 8 must be digits, but any division is accepted: firms move here from other provinces.
    public init(_ text: some StringProtocol) throws(CreditCodeRefusal) {
        let values = try CreditCode.values(of: text)
        guard values[0] != 0 else { throw .department }
        let organisationCheck = CreditCode.organisationCheck(of: values)
        guard values[16] == organisationCheck else {
            throw .organisationCheck(expected: Letters[organisationCheck], found: Letters[values[16]])
        }
        let check = CreditCode.check(of: values)
        guard values[17] == check else { throw .check(expected: Letters[check], found: Letters[values[17]]) }
        self.init(values: values)
    }

    /// Makes a code from its parts by computing both checks; `organisation` is the eight characters before
    /// its own.
    public static func make(
        department: Character = "9", kind: Character = "1", division: Division.Code,
        organisation: some StringProtocol
    ) throws(CreditCodeRefusal) -> CreditCode {
        var values = try values(of: "\(department)\(kind)\(division)\(organisation)00")
        values[16] = organisationCheck(of: values)
        values[17] = check(of: values)
        return CreditCode(values: values)
    }

    /// Position 1, the registering department: 9 is market regulation, 5 is civil affairs.
    public var department: Character { Letters[value(at: 0)] }
    /// Position 2, the kind within the department: 91 is a firm, 92 a sole trader, 93 a farmers' cooperative.
    public var kind: Character { Letters[value(at: 1)] }
    /// Positions 3 to 8, the division where the code was issued; a firm keeps its code when it moves.
    public var division: Division.Code {
        Division.Code(number: (2..<8).reduce(0) { $0 * 10 + UInt32(value(at: $1)) })
    }
    /// Positions 9 to 17, the organisation code with its check (GB 11714).
    public var organisation: String { String((8..<17).map { Letters[value(at: $0)] }) }
}

extension CreditCode: CustomStringConvertible {
    /// The 18 characters in upper case.
    public var description: String {
        String(unsafeUninitializedCapacity: 18) { buffer in
            for offset in 0..<18 { buffer[offset] = Letters.byte(value(at: offset)) }
            return 18
        }
    }
}

extension CreditCode: Comparable {
    /// In the order of the characters.
    public static func < (left: CreditCode, right: CreditCode) -> Bool {
        (left.head, left.tail) < (right.head, right.tail)
    }
}

extension CreditCode {
    /// What the 18 characters stand for, 0 to 30 each.
    private typealias Values = InlineArray<18, UInt8>

    private static func values(of text: some StringProtocol) throws(CreditCodeRefusal) -> Values {
        let quick = text.utf8.withContiguousStorageIfAvailable { values(ofASCII: $0) } ?? nil
        if let quick { return quick }
        return try values(ofCharacters: String(text))
    }

    /// The quick way: nil for whatever is wrong, and the slow way says what.
    private static func values(ofASCII bytes: UnsafeBufferPointer<UInt8>) -> Values? {
        guard bytes.count == 18 else { return nil }
        var values = Values(repeating: 0)
        for offset in 0..<18 {
            let value = Letters.value(of: bytes[offset])
            guard value <= (isDivision(offset) ? 9 : 30) else { return nil }
            values[offset] = value
        }
        return values
    }

    private static func values(ofCharacters text: String) throws(CreditCodeRefusal) -> Values {
        let count = text.count
        guard count == 18 else { throw .length(found: count) }
        var values = Values(repeating: 0)
        for (offset, character) in text.enumerated() {
            // A carriage return with line feed counts as one character with an ASCII value; it is no letter.
            let value = character.utf8.count == 1 ? Letters.value(of: character.utf8.first!) : Letters.none
            guard value <= 30 else { throw .character(position: offset + 1, found: character) }
            guard !isDivision(offset) || value <= 9 else {
                throw .divisionCharacter(position: offset + 1, found: character)
            }
            values[offset] = value
        }
        return values
    }

    private static func isDivision(_ offset: Int) -> Bool { offset >= 2 && offset < 8 }

    private static func organisationCheck(of values: Values) -> UInt8 {
        let weights: InlineArray<8, Int> = [3, 7, 9, 10, 5, 8, 4, 2]
        var sum = 0
        for place in 0..<8 { sum += Letters.organisationValue(of: values[8 + place]) * weights[place] }
        let check = (11 - sum % 11) % 11
        return check == 10 ? Letters.value(of: UInt8(ascii: "X")) : UInt8(check)
    }

    private static func check(of values: Values) -> UInt8 {
        let weights: InlineArray<17, Int> = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
        var sum = 0
        for offset in 0..<17 { sum += Int(values[offset]) * weights[offset] }
        return UInt8((31 - sum % 31) % 31)
    }

    private init(values: Values) {
        var head: UInt64 = 0
        var tail: UInt64 = 0
        for offset in 0..<8 { head = head << 5 | UInt64(values[offset]) }
        for offset in 8..<18 { tail = tail << 5 | UInt64(values[offset]) }
        self.head = head
        self.tail = tail
    }

    private func value(at offset: Int) -> UInt8 {
        let shifted = offset < 8 ? head >> UInt64(5 * (7 - offset)) : tail >> UInt64(5 * (17 - offset))
        return UInt8(shifted & 31)
    }
}

/// The 31 characters of a code in the order of their values; I, O, S, V and Z are left out.
private enum Letters {
    static let none: UInt8 = 255
    private static let text: StaticString = "0123456789ABCDEFGHJKLMNPQRTUWXY"

    static subscript(value: UInt8) -> Character { Character(Unicode.Scalar(byte(value))) }

    static func byte(_ value: UInt8) -> UInt8 {
        precondition(value <= 30)
        return text.utf8Start[Int(value)]
    }

    /// The value of a character in either case, `none` for any other byte.
    static func value(of byte: UInt8) -> UInt8 {
        let upper = byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") ? byte & 0xDF : byte
        switch upper {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return upper - 48
        case UInt8(ascii: "A")...UInt8(ascii: "H"): return upper - 55
        case UInt8(ascii: "J")...UInt8(ascii: "N"): return upper - 56
        case UInt8(ascii: "P")...UInt8(ascii: "R"): return upper - 57
        case UInt8(ascii: "T"), UInt8(ascii: "U"): return upper - 58
        case UInt8(ascii: "W")...UInt8(ascii: "Y"): return upper - 59
        default: return none
        }
    }

    /// What the character counts in an organisation code, where no letter is left out: A is 10, Z is 35.
    static func organisationValue(of value: UInt8) -> Int {
        let byte = Int(byte(value))
        return byte <= 57 ? byte - 48 : byte - 55
    }
}

/// Why a text is no credit code.
public enum CreditCodeRefusal: Refusal {
    case length(found: Int)
    case character(position: Int, found: Character)
    case divisionCharacter(position: Int, found: Character)
    /// Zeros alone would pass both checks.
    case department
    case organisationCheck(expected: Character, found: Character)
    case check(expected: Character, found: Character)

    public var code: String {
        switch self {
        case .length: "credit_code_length"
        case .character: "credit_code_character"
        case .divisionCharacter: "credit_code_division"
        case .department: "credit_code_department"
        case .organisationCheck: "credit_code_organisation_check"
        case .check: "credit_code_check"
        }
    }

    public var sentence: Sentence {
        switch self {
        case .length(let found):
            Sentence(
                zh: "统一社会信用代码应为 18 位，现为 \(found) 位；请补全或删去多余的字符。",
                en: "A credit code has 18 characters, this has \(found); "
                    + "add what is missing or take out what is extra.")
        case .character(let position, let found):
            Sentence(
                zh: "统一社会信用代码第 \(position) 位“\(found)”不是可用字符；只用数字和大写字母，不含 I、O、S、V、Z。",
                en: "Position \(position) of the credit code, \"\(found)\", can't stand in it; "
                    + "use digits and letters other than I, O, S, V and Z.")
        case .divisionCharacter(let position, let found):
            Sentence(
                zh: "统一社会信用代码第 \(position) 位“\(found)”应为数字(第 3 至 8 位是行政区划代码)。",
                en: "Position \(position) of the credit code, \"\(found)\", must be a digit: "
                    + "positions 3 to 8 are the division code.")
        case .department:
            Sentence(
                zh: "统一社会信用代码第 1 位“0”不是任何登记管理部门的代码；请对照营业执照核对。",
                en:
                    "Position 1 of the credit code, \"0\", is no registering department; compare the licence."
            )
        case .organisationCheck(let expected, let found):
            Sentence(
                zh: "组织机构代码校验码(第 17 位)应为“\(expected)”，现为“\(found)”；请核对第 9 至 17 位。",
                en: "The check of the organisation code (position 17) should be \(expected) but is \(found); "
                    + "compare positions 9 to 17 with the licence.")
        case .check(let expected, let found):
            Sentence(
                zh: "统一社会信用代码校验码(第 18 位)应为“\(expected)”，现为“\(found)”；请对照营业执照逐位核对。",
                en: "The last check (position 18) should be \(expected) but is \(found); "
                    + "compare every position with the licence.")
        }
    }
}
