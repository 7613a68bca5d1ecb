/// The identity number of a resident (GB 11643-1999): division, birth date, order and a check, 18 characters.
///
/// It prints masked, so that it does not slip into a page or a log; `revealed` is the whole of it.
public struct ResidentNumber: Hashable, Sendable {
    /// The first 17 digits as a number; the check follows from them.
    private let digits: UInt64

    /// The day of birth, between 1900 and 2199.
    public let birth: Day

    /// Reads 17 digits and a check, which may be `x` or `X`; nothing is trimmed or left out.
    ///
    /// Any division is accepted, for a number keeps the code of its day, long abolished ones among them.
    public init(_ text: some StringProtocol) throws(ResidentNumberRefusal) {
        let count = text.count
        guard count == 18 else { throw .length(found: count) }
        var digits: UInt64 = 0
        var check: Character = "0"
        for (offset, character) in text.enumerated() {
            let value = character.utf8.count == 1 ? character.wholeNumberValue : nil
            if offset == 17 {
                guard value != nil || character == "X" || character == "x" else {
                    throw .character(position: 18, found: character)
                }
                check = character == "x" ? "X" : character
            } else {
                guard let value else { throw .character(position: offset + 1, found: character) }
                digits = digits * 10 + UInt64(value)
            }
        }
        let date = Int(digits / 1000 % 100_000_000)
        guard let birth = Day(date / 10_000, date / 100 % 100, date % 100) else { throw .birthDate }
        let expected = ResidentNumber.check(of: digits)
        guard check == expected else { throw .check(expected: expected, found: check) }
        self.digits = digits
        self.birth = birth
    }

    /// Makes a number from its parts by computing the check; `order` is 0 to 999, odd for men.
    public static func make(division: Division.Code, birth: Day, order: Int) -> ResidentNumber {
        precondition((0...999).contains(order))
        let (year, month, day) = birth.components
        let date = UInt64(year * 10_000 + month * 100 + day)
        return ResidentNumber(
            digits: (UInt64(division.number) * 100_000_000 + date) * 1000 + UInt64(order), birth: birth)
    }

    private init(digits: UInt64, birth: Day) {
        self.digits = digits
        self.birth = birth
    }

    /// All 18 characters; only for storing encrypted and for those who may see it.
    public var revealed: String {
        let text = String(digits)
        return String(repeating: "0", count: 17 - text.count) + text
            + String(ResidentNumber.check(of: digits))
    }

    /// The first three and the last four characters, the rest as asterisks: `450***********1234`.
    ///
    /// Enough for people to know their own number, while the birth date, which public notices must not show,
    /// and the county stay hidden.
    public var masked: String { ResidentNumber.masked(revealed) }

    /// Masks a text that may or may not be a valid number; seven characters or fewer are hidden entirely.
    public static func masked(_ text: some StringProtocol) -> String {
        let count = text.count
        guard count > 7 else { return String(repeating: "*", count: count) }
        return String(text.prefix(3)) + String(repeating: "*", count: count - 7) + String(text.suffix(4))
    }

    /// The division of the first registration.
    public var division: Division.Code { Division.Code(number: UInt32(digits / 100_000_000_000)) }

    private static func check(of digits: UInt64) -> Character {
        let weights: InlineArray<17, UInt64> = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let checks: InlineArray<11, Character> = ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"]
        var rest = digits
        var sum: UInt64 = 0
        for offset in (0..<17).reversed() {
            sum += rest % 10 * weights[offset]
            rest /= 10
        }
        return checks[Int(sum % 11)]
    }
}

extension ResidentNumber: CustomStringConvertible {
    /// Masked.
    public var description: String { masked }
}

extension ResidentNumber: CustomReflectable {
    /// Masked too, so that a dump reveals nothing.
    public var customMirror: Mirror { Mirror(self, children: ["masked": masked]) }
}

/// Why a text is no identity number; a sentence never repeats the number.
public enum ResidentNumberRefusal: Refusal {
    case length(found: Int)
    case character(position: Int, found: Character)
    case birthDate
    case check(expected: Character, found: Character)

    public var code: String {
        switch self {
        case .length: "resident_number_length"
        case .character: "resident_number_character"
        case .birthDate: "resident_number_birth_date"
        case .check: "resident_number_check"
        }
    }

    public var sentence: Sentence {
        switch self {
        case .length(let found):
            Sentence(
                zh: "公民身份号码应为 18 位，现为 \(found) 位；请补全或删去多余的字符。",
                en: "An identity number has 18 characters, this has \(found); "
                    + "add what is missing or take out what is extra.")
        case .character(let position, let found):
            Sentence(
                zh: "公民身份号码第 \(position) 位“\(found)”不对；前 17 位应为数字，末位为数字或 X。",
                en: "Position \(position) of the identity number, \"\(found)\", is wrong; "
                    + "the first 17 are digits, the last is a digit or X.")
        case .birthDate:
            Sentence(
                zh: "公民身份号码第 7 至 14 位不是存在的出生日期；请核对年、月、日。",
                en: "Positions 7 to 14 of the identity number are no birth date that exists; "
                    + "check year, month and day.")
        case .check(let expected, let found):
            Sentence(
                zh: "公民身份号码校验码(第 18 位)应为“\(expected)”，现为“\(found)”；请对照证件逐位核对。",
                en: "The check of the identity number (position 18) should be \(expected) but is \(found); "
                    + "compare every position with the card.")
        }
    }
}
