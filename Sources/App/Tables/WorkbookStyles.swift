import Core

/// Which styles of cells show a number as a date.
struct WorkbookStyles {
    private(set) var isDate: [Bool] = []

    private static let tagLimit = 1 << 20
    private static let styleLimit = 100_000
    /// Formats that every workbook has; 27 to 58 are those of Chinese and Japanese books.
    private static let builtInDates: Set<Int> = [
        14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58,
    ]

    init(_ part: ZipPart?) throws(TableRefusal) {
        guard let part else { return }
        let xml = XMLScanner(part, limit: WorkbookStyles.tagLimit)
        var dates = WorkbookStyles.builtInDates
        var isInCells = false
        while true {
            switch try xml.next() {
            case .finished: return
            case .start where xml.isNamed("numFmt"):
                guard let id = try xml.attributeText("numFmtId").flatMap(Int.init),
                    let code = try xml.attributeText("formatCode")
                else { continue }
                if WorkbookStyles.isDateFormat(code) { dates.insert(id) } else { dates.remove(id) }
            case .start where xml.isNamed("cellXfs"): isInCells = true
            case .end where xml.isNamed("cellXfs"): isInCells = false
            case .start where isInCells && xml.isNamed("xf"):
                guard isDate.count < WorkbookStyles.styleLimit else { continue }
                let id = try xml.attributeText("numFmtId").flatMap(Int.init)
                isDate.append(id.map(dates.contains) ?? false)
            default: continue
            }
        }
    }

    /// True for formats with years or days, or with months but no hours or seconds (`m` is also minutes).
    static func isDateFormat(_ code: String) -> Bool {
        var letters: Set<Character> = []
        var (isQuoted, isBracketed, isEscaped) = (false, false, false)
        for character in code {
            if isEscaped { isEscaped = false; continue }
            switch character {
            case "\"" where !isBracketed: isQuoted.toggle()
            case _ where isQuoted: continue
            case "[": isBracketed = true
            case "]": isBracketed = false
            case _ where isBracketed: continue
            case "\\", "_", "*": isEscaped = true
            case ";": return WorkbookStyles.isDate(letters)
            default: letters.insert(Character(character.lowercased()))
            }
        }
        return WorkbookStyles.isDate(letters)
    }

    private static func isDate(_ letters: Set<Character>) -> Bool {
        if letters.contains("y") || letters.contains("d") { return true }
        return letters.contains("m") && !letters.contains("h") && !letters.contains("s")
    }
}
