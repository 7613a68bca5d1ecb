/// A place in the classification of industries (GB/T 4754-2017): a letter and up to four digits, such as
/// C3912.
public struct IndustryCode: Hashable, Sendable {
    /// A to T.
    public let section: Character
    /// None, or two, three or four digits: division, group, class.
    public let digits: String

    /// Reads a section (`I`), division (`I65`), group (`I651`) or class (`I6511`); a small letter is
    /// accepted.
    ///
    /// The division must belong to the section. Whether a group or class exists inside it is not asked.
    public init(_ text: some StringProtocol) throws(IndustryCodeRefusal) {
        guard let first = text.first, text.count <= 5 else { throw .malformed }
        let digits = text.dropFirst()
        guard first.isASCII, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { throw .malformed }
        if first.isNumber {
            let division = Int(text.prefix(2)) ?? 0
            guard 2...4 ~= text.count, let section = Section.of(division) else { throw .malformed }
            throw .sectionMissing(section.letter)
        }
        guard let section = Section.all.first(where: { $0.letter == Character(first.uppercased()) }) else {
            throw .unknownSection(first)
        }
        guard digits.count != 1 else { throw .malformed }
        if let division = Int(digits.prefix(2)), !section.divisions.contains(division) {
            throw .divisionOutside(division, of: section.letter, belongsTo: Section.of(division)?.letter)
        }
        self.section = section.letter
        self.digits = String(digits)
    }

    /// The two-digit division; nil when only the section is given.
    public var division: Int? { Int(digits.prefix(2)) }

    /// The three-digit group; nil when it isn't given.
    public var group: Int? { digits.count >= 3 ? Int(digits.prefix(3)) : nil }
}

extension IndustryCode: CustomStringConvertible {
    /// The text that `IndustryCode(_:)` reads: `C3912`.
    public var description: String { "\(section)\(digits)" }
}

/// A section and the divisions that it spans.
private struct Section {
    let letter: Character
    let divisions: ClosedRange<Int>

    static func of(_ division: Int) -> Section? { all.first { $0.divisions.contains(division) } }

    static let all = [
        Section(letter: "A", divisions: 1...5), Section(letter: "B", divisions: 6...12),
        Section(letter: "C", divisions: 13...43), Section(letter: "D", divisions: 44...46),
        Section(letter: "E", divisions: 47...50), Section(letter: "F", divisions: 51...52),
        Section(letter: "G", divisions: 53...60), Section(letter: "H", divisions: 61...62),
        Section(letter: "I", divisions: 63...65), Section(letter: "J", divisions: 66...69),
        Section(letter: "K", divisions: 70...70), Section(letter: "L", divisions: 71...72),
        Section(letter: "M", divisions: 73...75), Section(letter: "N", divisions: 76...79),
        Section(letter: "O", divisions: 80...82), Section(letter: "P", divisions: 83...83),
        Section(letter: "Q", divisions: 84...85), Section(letter: "R", divisions: 86...90),
        Section(letter: "S", divisions: 91...96), Section(letter: "T", divisions: 97...97),
    ]
}

/// Why a text is no code of an industry.
public enum IndustryCodeRefusal: Refusal {
    case malformed
    case unknownSection(Character)
    case sectionMissing(Character)
    case divisionOutside(Int, of: Character, belongsTo: Character?)

    public var code: String {
        switch self {
        case .malformed: "industry_code_malformed"
        case .unknownSection: "industry_code_unknown_section"
        case .sectionMissing: "industry_code_section_missing"
        case .divisionOutside: "industry_code_division_outside"
        }
    }

    public var sentence: Sentence {
        switch self {
        case .malformed:
            return Sentence(
                zh: "行业代码写法不对，应为门类字母 A 至 T，后接 2 至 4 位数字或不接，例如 I65 或 C3912。",
                en: "The industry code can't be read; write a letter A to T, alone or with 2 to 4 digits, "
                    + "such as I65 or C3912.")
        case .unknownSection(let letter):
            return Sentence(
                zh: "行业门类“\(letter)”不存在；门类为 A 至 T。",
                en: "There is no industry section \"\(letter)\"; sections are A to T.")
        case .sectionMissing(let letter):
            return Sentence(
                zh: "行业代码缺少门类字母；请在前面加上“\(letter)”。",
                en: "The industry code lacks its section letter; put \(letter) before it.")
        case .divisionOutside(let division, let section, let owner):
            let number = division < 10 ? "0\(division)" : "\(division)"
            guard let owner else {
                return Sentence(
                    zh: "行业大类 \(number) 不存在；请按 GB/T 4754—2017 核对行业代码。",
                    en: "There is no industry division \(number); look the code up in GB/T 4754-2017.")
            }
            return Sentence(
                zh: "行业大类 \(number) 不属于门类 \(section)，而属于门类 \(owner)；请改为 \(owner)\(number)。",
                en: "Industry division \(number) is not in section \(section) but in \(owner); "
                    + "write \(owner)\(number).")
        }
    }
}
