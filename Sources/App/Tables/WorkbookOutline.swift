import Core

/// What a workbook says of itself: its sheets in order, its system of dates, and where its parts are.
struct WorkbookOutline {
    struct Sheet {
        let name: String
        let part: String
    }

    private(set) var sheets: [Sheet] = []
    private(set) var is1904 = false
    private(set) var sharedTextsPart: String?
    private(set) var stylesPart: String?

    private static let sheetLimit = 10_000
    private static let tagLimit = 1 << 20

    init(_ archive: ZipArchive) throws(TableRefusal) {
        let roots = try WorkbookOutline.relations(in: "_rels/.rels", directory: "", archive)
        guard let book = roots.first(where: { $0.type == "officeDocument" })?.target,
            let part = try archive.open(book), book.hasSuffix(".xml")
        else { throw .workbook(.notAWorkbook) }
        let directory = book.split(separator: "/").dropLast().joined(separator: "/")
        let file = book.split(separator: "/").last.map(String.init) ?? ""
        let relations = try WorkbookOutline.relations(
            in: "\(directory)/_rels/\(file).rels", directory: directory, archive)
        sharedTextsPart = relations.first { $0.type == "sharedStrings" }?.target
        stylesPart = relations.first { $0.type == "styles" }?.target
        try readBook(part, relations)
    }

    /// The sheet of a name, or the first.
    func sheet(named name: String?) throws(TableRefusal) -> Sheet {
        guard let first = sheets.first else { throw .workbook(.noSheets) }
        guard let name else { return first }
        if let found = sheets.first(where: { $0.name == name }) { return found }
        let names = sheets.map(\.name)
        throw .workbook(.noSheet(named: name, among: names, nearest: nearestName(to: name, among: names)))
    }

    private mutating func readBook(_ part: ZipPart, _ relations: [Relation]) throws(TableRefusal) {
        let xml = XMLScanner(part, limit: WorkbookOutline.tagLimit)
        while true {
            switch try xml.next() {
            case .finished: return
            case .start where xml.isNamed("workbookPr"):
                let value = try xml.attributeText("date1904")
                is1904 = value == "1" || value == "true"
            case .start where xml.isNamed("sheet"):
                let (name, id) = (try xml.attributeText("name"), try xml.attributeText("id"))
                // Sheets of other kinds, such as charts, hold no rows.
                guard let name, let relation = relations.first(where: { $0.id == id }),
                    relation.type == "worksheet", sheets.count < WorkbookOutline.sheetLimit
                else { continue }
                sheets.append(Sheet(name: name, part: relation.target))
            default: continue
            }
        }
    }

    // MARK: Relations

    private struct Relation {
        let id: String
        /// The last word of the type's address, the same in both flavours of the format.
        let type: String
        let target: String
    }

    private static func relations(
        in name: String, directory: String, _ archive: ZipArchive
    ) throws(TableRefusal) -> [Relation] {
        guard let part = try archive.open(name) else { return [] }
        let xml = XMLScanner(part, limit: tagLimit)
        var relations: [Relation] = []
        while true {
            switch try xml.next() {
            case .finished: return relations
            case .start where xml.isNamed("Relationship"):
                guard let id = try xml.attributeText("Id"), let type = try xml.attributeText("Type"),
                    let target = try xml.attributeText("Target"), relations.count < sheetLimit
                else { continue }
                let kind = type.split(separator: "/").last.map(String.init) ?? ""
                relations.append(Relation(id: id, type: kind, target: resolve(target, in: directory)))
            default: continue
            }
        }
    }

    /// The name of a part from a target that may be relative to a directory.
    private static func resolve(_ target: String, in directory: String) -> String {
        let whole = target.hasPrefix("/") ? target : "\(directory)/\(target)"
        var steps: [Substring] = []
        for step in whole.split(separator: "/") {
            if step == ".." { _ = steps.popLast() } else if step != "." { steps.append(step) }
        }
        return steps.joined(separator: "/")
    }
}
