/// The administrative divisions of Guangxi by their codes (GB/T 2260), with the years in which each code was
/// in force.
public struct Division: Hashable, Sendable {
    /// The code that names it.
    public let code: Code
    /// The name in Chinese, such as 横州市.
    public let name: String
    /// The romanised name without the word for its kind, such as `Hengzhou`.
    public let englishName: String
    /// The first year of the code, 1980 for every earlier one.
    ///
    /// Only years are known: in a year of change the old code and the new one both count as in force.
    public let firstYear: Int
    /// The last year of the code; nil while it is in force.
    public let lastYear: Int?

    /// The region, a city or prefecture, or a district, county-level city or county.
    public enum Level: String, Sendable, CaseIterable { case region, city, county }

    /// The level that its code says.
    public var level: Level { code.level }

    /// Whether the code was in force in the year of that day.
    public func isInForce(on day: Day) -> Bool { firstYear <= day.year && day.year <= lastYear ?? .max }

    /// The city (until 2002 in part the prefecture) of a county; the city itself for a city; nil for the
    /// region.
    public var city: Division? { level == .region ? nil : Division.find(code.city) }

    /// The division with that code, in force or not; nil when the table does not know it.
    ///
    /// Where a code has had two bearers the later one is found.
    public static func find(_ code: Code) -> Division? { byCode[code] }

    /// The same for text; nil also when the text is no code.
    public static func find(_ text: some StringProtocol) -> Division? { Code(text).flatMap { find($0) } }

    /// The division that the code stood for on a day.
    public static func find(_ code: Code, on day: Day) -> Division? {
        all.first { $0.code == code && $0.isInForce(on: day) }
    }

    /// Guangxi itself.
    public static let region = byCode[Code(number: 450_000)]!

    /// The 14 cities of today in the order of their codes.
    public static let cities = all.filter { $0.level == .city && $0.lastYear == nil }

    /// The 111 districts, county-level cities and counties of today in the order of their codes.
    public static let counties = all.filter { $0.level == .county && $0.lastYear == nil }

    /// The counties of today of a city; empty for another division.
    public var counties: [Division] { Division.counties.filter { $0.code.city == code } }

    /// Every division in the table in the order of the codes, those no longer in force since 2000 among them.
    public static let all: [Division] = DivisionTable.rows.split(separator: "\n").map { Division(row: $0) }

    private static let byCode = Dictionary(all.map { ($0.code, $0) }, uniquingKeysWith: { $1 })

    /// A row is the code, the first year, the last year or a hyphen, the name and the romanised name.
    private init(row: Substring) {
        let fields = row.split(separator: " ", maxSplits: 4)
        precondition(fields.count == 5, "a row of the table has five fields")
        code = Code(fields[0])!
        firstYear = Int(fields[1])!
        lastYear = Int(fields[2])
        name = String(fields[3])
        englishName = String(fields[4])
    }
}

extension Division {
    /// Six digits that name a division anywhere in China: two each for province, city and county.
    public struct Code: Hashable, Comparable, Sendable, CustomStringConvertible {
        /// 0 to 999,999; codes in use begin at 110000.
        public let number: UInt32

        init(number: UInt32) {
            precondition(number <= 999_999)
            self.number = number
        }

        /// Reads exactly six digits; nil otherwise. Whether the code was ever given to a place is not asked.
        public init?(_ text: some StringProtocol) {
            guard text.utf8.count == 6 else { return nil }
            var number: UInt32 = 0
            for byte in text.utf8 {
                guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
                number = number * 10 + UInt32(byte - UInt8(ascii: "0"))
            }
            self.number = number
        }

        /// The level that the trailing zeros say; the region is any province.
        public var level: Level {
            if number.isMultiple(of: 10_000) { return .region }
            return number.isMultiple(of: 100) ? .city : .county
        }

        /// The code of the city that it lies in, itself for a city.
        public var city: Code { Code(number: number / 100 * 100) }

        /// Whether it lies in Guangxi.
        public var isInRegion: Bool { number / 10_000 == 45 }

        /// Whether the code may have been given to a place: its province exists, and in Guangxi its city or
        /// prefecture is in the table. Counties are not asked, for statistics give codes to zones too.
        public var mayBeGiven: Bool {
            if isInRegion { return Division.find(city) != nil }
            return Code.provinces.contains(Int(number / 10_000))
        }

        /// The first two digits of GB/T 2260.
        private static let provinces = Set(
            [11...15, 21...23, 31...37, 41...46, 50...54, 61...65, 71...71, 81...82].joined())

        /// The name in Chinese; nil for a code that the table does not know, such as any outside of Guangxi.
        public var name: String? { Division.find(self)?.name }

        /// The six digits.
        public var description: String {
            let digits = String(number)
            return String(repeating: "0", count: 6 - digits.count) + digits
        }

        public static func < (left: Code, right: Code) -> Bool { left.number < right.number }
    }
}
