"""The ways of people through the site in a real browser: python3 journeys.py CASSIA [JOURNEY...], the program to test
and the journeys to make where not all are.

A journey is a function that works in any language, with scripts and without. A page that needs no journey is a line
in PAGES. Says each failure in a line and leaves with status 1 when there was one."""

import collections
import concurrent.futures
import sys
import time
import traceback

from steps import CHINESE, ENGLISH, Browser, Failed, Server, ensure
from ways import WAYS, is_gone

# Who opens what; {guarantee} is one that concerns the guarantor, its bank and so on.
PAGES = [
    ("guarantor.clerk", "/"),
    ("guarantor.clerk", "/account"),
    ("guarantor.approver", "/proposals"),
    ("guarantor.clerk", "/guarantees"),
    ("guarantor.clerk", "/guarantees?q=no-such-thing"),
    ("guarantor.clerk", "/guarantees?sort=principal"),
    ("guarantor.clerk", "/guarantees/{guarantee}"),
    ("guarantor.clerk", "/guarantees/{guarantee}/do/extend"),
    ("reguarantor.clerk", "/guarantees"),
    ("bank.clerk", "/guarantees/{guarantee}"),
    ("treasury.clerk", "/guarantees"),
    ("enterprise.clerk", "/guarantees"),
    ("supervisor.viewer", "/guarantees/{guarantee}"),
    ("supervisor.viewer", "/enterprises"),
    ("supervisor.clerk", "/enterprises/import"),
    ("bank.viewer", "/policies"),
    ("enterprise.viewer", "/policies/hnte"),
    ("supervisor.viewer", "/policies/extra-deduction"),
    ("enterprise.clerk", "/readings"),
    ("supervisor.clerk", "/entitlements"),
    ("supervisor.clerk", "/policies/hnte/drafts/new"),
    ("supervisor.viewer", "/policies/hnte"),
    ("enterprise.clerk", "/enterprises/{firm}/research"),
    ("enterprise.clerk", "/enterprises/{firm}/research/enter"),
    ("enterprise.clerk", "/enterprises/{firm}/enter/contacts"),
    ("supervisor.clerk", "/contacts"),
    ("supervisor.clerk", "/enterprises/{firm}/enter/rights"),
    ("supervisor.clerk", "/enterprises/{firm}/enter/hosting"),
    ("supervisor.clerk", "/enterprises/{firm}/enter/incidents"),
    ("supervisor.clerk", "/enterprises/{firm}"),
    ("platform.clerk", "/"),
    ("platform.clerk", "/hosted"),
    ("supervisor.viewer", "/platforms"),
    ("operator.admin", "/"),
    ("operator.admin", "/guarantees"),
    ("supervisor.viewer", "/no-such-page"),
]


def work_through_a_list(browser):
    browser.sign_in("supervisor.viewer")
    browser.open("/guarantees")
    first = browser.rows()
    ensure(len(first) == 50, f"{len(first)} rows")
    browser.follow("下一页", "Next")
    second = browser.rows()
    ensure(len(second) == 50 and not set(first) & set(second), "the second page repeats the first")
    browser.follow("上一页", "Previous")
    ensure(browser.rows() == first, "the way back leads elsewhere")
    browser.choose("state", "in_force")
    browser.press("查询", "Search")
    ensure("state=in_force" in browser.path, "the filter is not in the address")
    ensure(browser.rows() and browser.field("state").get_attribute("value") == "in_force", "the filter is gone")
    name = browser.rows()[3]
    browser.fill("q", name)
    browser.press("查询", "Search")
    ensure(browser.rows() == [name], f"searching {name} finds {browser.rows()}")
    browser.open("/guarantees?q=%E7%A7%91%E6%8A%80%E6%9C%89%E9%99%90")
    ensure(len(browser.rows()) == 50, "a part of a name finds nothing")
    browser.open_row()
    browser.see("条款", "Terms")


def enter_and_approve(browser):
    enter_fee(browser, "1,234.50")
    browser.see("已提交，等待复核。", "Submitted; it waits for approval.")
    browser.sign_in("guarantor.approver")
    browser.open("/proposals")
    browser.driver.find_elements("css selector", "main table tbody a")[-1].click()
    browser.see("1,234.50")
    browser.press("同意并记账", "Approve and record")
    browser.see("已同意并记账。", "Approved and recorded.")


def enter_and_reject(browser):
    enter_fee(browser, "77.00")
    browser.sign_in("guarantor.approver")
    browser.open("/proposals")
    browser.driver.find_elements("css selector", "main table tbody a")[-1].click()
    browser.fill("comment", "金额不对")
    browser.press("退回", "Reject")
    browser.see("已退回经办。", "Rejected; the clerk will see it.")


def mend_wrong_input(browser):
    browser.sign_in("guarantor.clerk")
    browser.open("/guarantees?state=in_force")
    browser.open_row()
    browser.act("登记担保费", "record a fee paid")
    browser.fill("amount", "1.234")
    browser.press("下一步：核对", "Next: check")
    ensure(browser.field("amount").get_attribute("value") == "1.234", "what was entered is lost")
    ensure(browser.field("amount").get_attribute("aria-invalid") == "true", "the wrong field is not marked")
    browser.driver.find_element("css selector", "[role=alert] a[href='#field-amount']").click()
    ensure(browser.driver.switch_to.active_element.get_attribute("name") == "amount", "the link leads elsewhere")
    browser.fill("amount", "1.23")
    browser.press("下一步：核对", "Next: check")
    browser.press("返回修改", "Change")
    ensure(browser.field("amount").get_attribute("value") == "1.23", "going back loses what was entered")


def refuse_a_wrong_password(browser):
    browser.sign_in("treasury.viewer", "not the password")
    browser.see("登录名或密码不对", "The name or the password is wrong")
    ensure(browser.field("name").get_attribute("value") == "treasury.viewer", "the name is lost")
    browser.sign_in("treasury.viewer")
    browser.press("退出", "Sign out")
    browser.open("/guarantees")
    ensure(browser.path.startswith("/sign-in"), "after signing out the book is still open")


def change_the_language(browser):
    browser.sign_in("bank.viewer")
    browser.open("/guarantees?state=released")
    browser.follow("English", "中文")
    html = browser.driver.find_element("tag name", "html")
    ensure(html.get_attribute("lang") == (ENGLISH if browser.language == CHINESE else CHINESE), "nothing changes")
    ensure("state=released" in browser.path, "the filter is lost on the way")
    browser.driver.find_element("link text", "中文" if browser.language == CHINESE else "English").click()


def work_by_keyboard(browser):
    if not browser.scripts:
        return
    browser.driver.delete_cookie("cassia_session")
    browser.open("/sign-in")
    browser.tab_to("登录名", "Sign-in name")
    browser.type("guarantor.clerk")
    browser.tab_to("密码", "Password")
    browser.type("cassia-2017-demo")
    browser.tab_to("登录", "Sign in")
    browser.enter()
    browser.open("/")
    browser.tab_to("跳到正文", "Skip to content")
    browser.open("/")
    browser.tab_to("担保", "Guarantees")
    browser.enter()
    browser.open("/guarantees?state=in_force")
    # Another one in each language: what waits for approval is named on the page as well.
    number = browser.rows()[2 if browser.language == CHINESE else 3]
    browser.tab_to(number, number)
    browser.enter()
    browser.tab_to("登记担保费", "record a fee paid")
    browser.enter()
    browser.tab_to("金额", "Amount")
    browser.type("5.00")
    browser.tab_to("下一步：核对", "Next: check")
    browser.enter()
    browser.tab_to("提交复核", "Submit for approval")
    browser.enter()
    browser.see("已提交，等待复核。", "Submitted; it waits for approval.")


def enter_fee(browser, amount):
    browser.sign_in("guarantor.clerk")
    browser.open("/guarantees?state=in_force")
    browser.open_row()
    browser.act("登记担保费", "record a fee paid")
    browser.fill("amount", amount)
    browser.press("下一步：核对", "Next: check")
    browser.see(amount)
    browser.press("提交复核", "Submit for approval")


JOURNEYS = [
    work_through_a_list, enter_and_approve, enter_and_reject, mend_wrong_input, refuse_a_wrong_password,
    change_the_language, work_by_keyboard,
]


def open_pages(browser):
    browser.sign_in("enterprise.clerk")
    browser.open("/guarantees")
    guarantee = browser.rows()[0]
    browser.open("/enterprises")
    own = browser.driver.find_element("css selector", "main a[href^='/enterprises/9']").get_attribute("href")
    firm = own.split("/enterprises/")[1][:18]
    someone = None
    for name, path in PAGES:
        if name != someone:
            browser.sign_in(name)
            someone = name
        browser.open(path.format(guarantee=guarantee, firm=firm))


def travel(language):
    """All journeys in a language, over a province of its own: what failed, how often each went and how long it took."""
    failures = []
    journeys = collections.Counter()
    seconds = collections.Counter()
    only = sys.argv[2:]
    server = Server(sys.argv[1])
    try:
        for scripts in [True, False]:
            browser = Browser(server.address, language, scripts)
            for journey in JOURNEYS + [open_pages] + WAYS:
                name = journey.__name__
                if only and name not in only or not is_gone(journey, browser):
                    continue
                journeys[name] += 1
                begun = time.monotonic()
                try:
                    journey(browser)
                except Exception as error:  # Every failure is told, whatever it is.
                    where = "" if isinstance(error, Failed) else traceback.format_exc(limit=-2)
                    failures.append(f"{name} ({language}, scripts {scripts}): {error} {where}")
                seconds[name] += time.monotonic() - begun
                if only:
                    print(f"{name} ({language}, scripts {scripts})", failures[-1:], flush=True)
            failures += browser.failures
            browser.close()
    finally:
        server.stop()
    return failures, journeys, seconds, len(Browser.checked)


def main():
    # A server waits for its browser most of the time, and the other way round.
    with concurrent.futures.ProcessPoolExecutor() as pool:
        failures, journeys, seconds, pages = map(list, zip(*pool.map(travel, [CHINESE, ENGLISH])))
    failures = sum(failures, [])
    for failure in failures:
        print(failure)
    taken = sum(seconds, collections.Counter())
    print(", ".join(f"{name} {spent:.0f} s" for name, spent in taken.most_common()))
    count = sum(journeys, collections.Counter()).total()
    print(f"{count} journeys, {sum(pages)} pages looked at, {len(failures)} failures")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
