import Core
import HTTPTypes
import Storage

/// The documents of a guarantee on its page, and the form that adds one.
enum DocumentPages {
    /// For the page of the guarantee.
    static func section(_ ask: Ask, _ seen: GuaranteeSight.Seen, _ connection: Connection) throws -> HTML {
        let t = ask.language
        let documents = try DocumentStore.all(of: seen.guarantee.id, connection)
        let address = DocumentRoutes.address(of: seen.number)
        let add: HTML = """
            <p class="buttons">
            <a class="button second" href="\(address)/new">\(t("上传材料", "Add a document"))</a></p>
            """
        return """
            \(documents.isEmpty ? Parts.empty(t("还没有材料。", "No documents yet.")) : table(documents, seen, ask))
            \(add, if: ask.person.may(.enter))
            """
    }

    private static func table(
        _ documents: [DocumentStore.Stored], _ seen: GuaranteeSight.Seen, _ ask: Ask
    ) -> HTML {
        let t = ask.language
        let address = DocumentRoutes.address(of: seen.number)
        let rows = documents.map { document -> HTML in
            let isColleague = document.organisation == ask.person.organisation.id
            let isOwn = isColleague && ask.person.may(.enter)
            let person = isColleague ? document.personName : RecordedActor.text(document.personRoles, t)
            let state: HTML
            if document.isSuperseded {
                state = Parts.tag("", t("已被替代", "replaced"))
            } else if isOwn {
                state = """
                    <a href="\(address)/new?supersedes=\(document.id)" \
                    aria-label="\(t("替代：", "Replace: ") + document.name)">\(t("替代", "Replace"))</a>
                    """
            } else {
                state = HTML()
            }
            return Tables.row([
                Tables.cell(markup: Parts.link("\(address)/\(document.id)", document.name)),
                Tables.cell(t(document.purpose.name)), Tables.cell(t(document.kind.name)),
                Tables.number(size(document.byteCount)), Tables.cell(document.organisationName),
                Tables.cell(person), Tables.cell(Times.text(document.addedAt)),
                "<td class=\"digest\" title=\"\(document.digest)\">\(document.digest.prefix(12))…</td>",
                Tables.cell(markup: state),
            ])
        }
        return Tables.wide(
            t("材料", "Documents"),
            [
                .init(t("文件", "File")), .init(t("类别", "For")), .init(t("格式", "Kind")),
                .number(t("大小", "Size")), .init(t("上传机构", "Added by")), .init(t("经办", "Person")),
                .init(t("上传时间", "At")), "SHA-256", .init(t("状态", "State")),
            ], rows)
    }

    /// In units that people read, rounded up.
    private static func size(_ bytes: Int64) -> HTML {
        bytes < 1_048_576 ? "\((bytes + 1_023) / 1_024) KB" : "\((bytes + 1_048_575) / 1_048_576) MB"
    }

    static func form(
        _ ask: Ask, _ seen: GuaranteeSight.Seen, _ refusal: (any Refusal)?, _ connection: Connection
    ) throws -> Answer {
        let t = ask.language
        let given = ask.method == .get ? ask.query["supersedes"] ?? "" : ask.form["supersedes"]
        let replaced = try DocumentStore.all(of: seen.guarantee.id, connection).first {
            String($0.id) == given && $0.organisation == ask.person.organisation.id
        }
        let purpose = ask.method == .get ? replaced?.purpose.rawValue ?? "" : ask.form["purpose"]
        let guarantee = ActionSources.address(of: "guarantees/\(seen.number)")
        let page = Page(
            ask: ask, title: t("上传材料", "Add a document"),
            path: [("\(seen.number) \(seen.enterpriseName)", guarantee)],
            status: refusal == nil ? .ok : .unprocessableContent)
        let hint = t(
            "PDF、PNG、JPEG、xlsx、docx 或 UTF-8 文本，不超过 20 MB。上传后不能删除，只能用新版本替代。",
            "PDF, PNG, JPEG, xlsx, docx or UTF-8 text, up to 20 MB. It is kept; a newer one can replace it.")
        let note: HTML? = replaced.map {
            "<p class=\"note\">\(t("替代：", "Replaces: "))\($0.name)</p>"
        }
        return page.answer(
            """
            \(Forms.summary(refusal, t))\(note)
            <form class="card" method="post" enctype="multipart/form-data" \
            action="\(DocumentRoutes.address(of: seen.number))">\(Forms.word(ask))\(
                Forms.hidden("supersedes", replaced.map { String($0.id) } ?? ""))
            <p class="field"><label for="field-purpose">\(t("类别", "For"))</label>
            <select id="field-purpose" name="purpose" required>\(
                Forms.options(choices, purpose, isOptional: false, t))</select></p>
            <p class="field"><label for="field-file">\(t("文件", "File"))</label>
            <input id="field-file" name="file" type="file" aria-describedby="field-file-hint" \
            accept=".pdf,.png,.jpg,.jpeg,.xlsx,.docx,.txt,.csv" required>
            <span class="hint" id="field-file-hint">\(hint)</span></p>
            <p class="buttons"><button>\(t("上传", "Add"))</button>
            <a href="\(guarantee)">\(t("取消", "Cancel"))</a></p>
            </form>
            """)
    }

    private static let choices = DocumentPurpose.allCases.map {
        FormField.Choice(value: $0.rawValue, title: $0.name)
    }
}
