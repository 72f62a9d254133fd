"""The figures of the narrative: sentences with what they state, sentences that state nothing, and the truth files.

`compare` measures what was found against a truth file; the floors of `docs/accuracy.md` are held here.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import resources
from gongkai.document import Document, Locator, Paragraph
from gongkai.read import read_document
from gongkai.recognise import recognise
from gongkai.recognise.narrative.figures import find_figures
from gongkai.recognise.narrative.figures.grammar import grammar
from gongkai.recognise.outline import Outline
from gongkai.rows import Figure, Section


def figures(*paragraphs: str) -> tuple[Figure, ...]:
    return find_figures(Outline(Document(tuple(map(Paragraph, paragraphs)), "text")), (), ())


def shown(figure: Figure) -> str:
    """One figure in one line: subject, earlier value, value with unit, hedge, and its kind unless it is a count."""
    origin = f"{figure.from_value:.12g}→" if figure.from_value is not None else ""
    hedge = f"[{figure.hedge}]" if figure.hedge else ""
    kind = "" if figure.kind == "count" else f" {figure.kind}"
    return f"{figure.subject} {origin}{figure.value:.12g}{figure.unit or ''}{hedge}{kind}"


STATED = [
    ("开展2次集中整治，提出5项最新要求。", ["开展集中整治 2次", "提出最新要求 5项"]),
    ("我局全年主动公开政府信息318条。", ["我局全年主动公开政府信息 318条"]),
    (
        "2010年，我乡共公开各类政府信息46条，其中会议公开3条，人事信息公开5条。",
        ["我乡共公开各类政府信息 46条", "会议公开 3条", "人事信息公开 5条"],
    ),
    (
        "截至2012年12月底，本机关累计主动公开信息1276条，其中当年新增318条。",
        ["本机关累计主动公开信息 1276条", "新增 318条"],
    ),
    (
        "该镇设有公共查阅点2处，安排工作人员3名，接待查阅群众260余人次。",
        ["该镇设有公共查阅点 2处", "安排工作人员 3名", "接待查阅群众 260人次[余]"],
    ),
    ("接受信访8073起，同比2016年的6356起上升27%。", ["接受信访 8073起", "接受信访同比2016年的6356起上升 27% change"]),
    ("公开信息3210条，较上年的2800条增加了410条。", ["公开信息 3210条", "公开信息较上年的2800条增加了 410条 change"]),
    ("公开信息9679条，与2012年同期相比增加了40%。", ["公开信息 9679条", "公开信息同期相比增加了 40% change"]),
    ("重点工作2条、信息公开制度1条、年度报告1条。", ["重点工作 2条", "信息公开制度 1条", "年度报告 1条"]),
    ("1条因不属于本行政机关负责公开无法提供。", ["因不属于本行政机关负责公开无法提供 1条"]),
    ("公众号发布信息131条，订阅数4637。", ["公众号发布信息 131条", "订阅数 4637"]),
    (
        "公开全市扶贫工作会议、市政府第一次全体会议、全市农村工作会议、市政府常务会议等信息47条。",
        ["全体会议、全市农村工作会议、市政府常务会议等信息 47条"],
    ),
    ("收到申请85件，除2件结转下年办理外，均已答复。", ["收到申请 85件", "结转下年办理 2件"]),
    ("（一）主动公开情况 政府网站发布信息1700余条。", ["政府网站发布信息 1700条[余]"]),
    ("公开情况如下:1.规划类信息13条；2.统计类信息25条。", ["规划类信息 13条", "统计类信息 25条"]),
    ("由1人专门负责此项工作。", ["专门负责此项工作 1人"]),
    ("网上咨询100人次，2.04%占。", ["网上咨询 100人次", "网上咨询 2.04% share"]),
    ("累计整合近4700项服务事项、居全国前列。", ["累计整合服务事项 4700项[近]"]),
    (
        "设置“组织机构、医疗卫生、重大项目、财务公开、人事公开、建议提案、疫情防控、新闻发布、规章”等13个信息公开板块。",
        ["信息公开板块 13个"],
    ),
    ("省政府公报全年编印24期，免费发放12万册。", ["省政府公报全年编印 24期", "免费发放 12万册"]),
    (
        "省政府办公厅发布政策解读稿件86篇、图解42个、短视频15条。",
        ["省政府办公厅发布政策解读稿件 86篇", "图解 42个", "短视频 15条"],
    ),
    (
        "政府网站总访问量突破1.36亿人次，政务微博粉丝数达215.8万。",
        ["政府网站总访问量 1.36亿人次[突破]", "政务微博粉丝数 215.8万"],
    ),
    (
        "学校2022—2023学年主动公开信息2.3万余条；校长信箱收到来信1,268封，回复率98.6%。",
        ["学校2022—2023学年主动公开信息 2.3万条[余]", "校长信箱收到来信 1268封", "回复率 98.6% share"],
    ),
    ("收到纸质申请12件，当场答复9件，转送其他机关3件。", ["收到纸质申请 12件", "当场答复 9件", "转送其他机关 3件"]),
    ("全县13个乡镇、街道和42个县直部门开通了公开专栏。", ["全县乡镇、街道 13个", "全县县直部门开通了公开专栏 42个"]),
    ("对4大类30条109项指标逐项进行整改。", ["指标逐项 4大类", "指标逐项 30条", "指标逐项 109项"]),
    ("领导接访36批98人次。", ["领导接访 36批", "领导接访 98人次"]),
    (
        "公开行政许可1.2万件、行政处罚3560件、行政强制12件。",
        ["公开行政许可 1.2万件", "行政处罚 3560件", "行政强制 12件"],
    ),
    ("惠及群众2.3万户8.9万人，公开资金1.08亿元。", ["惠及群众 2.3万户", "惠及群众 8.9万人", "公开资金 1.08亿元 money"]),
    ("局机关设8个科室，从事公开工作的专职1人、兼职4人。", ["局机关设科室 8个", "从事公开工作的专职 1人", "兼职 4人"]),
    ("网站测评得分98.5分，位列全市第2名。", ["网站测评得分 98.5分"]),
    ("主动公开数为1256，申请数为0。", ["主动公开数 1256", "申请数 0"]),
    ("组织近百名网民参观，约1500人次参与投票，超过30家媒体到场。", ["参与投票 1500人次[约]", "媒体 30家[超过]"]),
    (
        "整改问题120多个，培训人员不少于300人，满意度达99%以上。",
        ["整改问题 120个[多]", "培训人员 300人[不少于]", "满意度 99%[以上] share"],
    ),
    (
        "转载信息10余万条，收到留言两百余条，回应关切三十多次。",
        ["转载信息 10万条[余]", "收到留言 200条[余]", "回应关切 30次[多]"],
    ),
    (
        "收取检索费、复制费合计人民币251,000元，减免费用3.5万元。",
        ["收取检索费、复制费 251000元 money", "减免费用 3.5万元 money"],
    ),
    ("安排公开经费120万元，比上年增加15万元。", ["安排公开经费 120万元 money", "安排公开经费比上年增加 15万元 change"]),
    (
        "主动公开文件占发文总数的85%以上，即办件占比超过60%。",
        ["主动公开文件占发文总数 85%[以上] share", "即办件 60%[超过] share"],
    ),
    (
        "予以公开31件，占55.4%；部分公开4件，占7.1%。",
        ["予以公开 31件", "予以公开 55.4% share", "部分公开 4件", "部分公开 7.1% share"],
    ),
    ("公开率达到百分之九十八点五，合格率为百分之百。", ["公开率 98.5% share", "合格率 100% share"]),
    ("代表建议答复满意率、提案答复满意率均为100%。", ["代表建议答复满意率 100% share", "提案答复满意率 100% share"]),
    ("满意率由上年的86.5%上升至92.1%，提高5.6个百分点。", ["满意率 86.5→92.1% share", "满意率提高 5.6个百分点 change"]),
    ("网站数量由2015年的62家整合为41家，压减比例达33.9%。", ["网站数量 62→41家", "压减比例 33.9% share"]),
    (
        "全年受理申请1234件，较上年增加35件，同比增长2.9%。",
        ["受理申请 1234件", "受理申请较上年增加 35件 change", "受理申请同比增长 2.9% change"],
    ),
    ("办件量比上年减少1200件，降幅达8.5%。", ["办件量比上年减少 1200件 change", "办件量降幅 8.5% change"]),
    ("信息报送量从9800条增加到1.2万条。", ["信息报送量 0.98→1.2万条"]),
    ("审批时限压缩60%以上，申请材料精简35份。", ["审批时限压缩 60%[以上] change", "申请材料精简 35份 change"]),
    ("窗口接件量增长2.5倍。", ["窗口接件量增长 2.5倍 change"]),
    ("公开率、回复率分别提高3.2%、4.5%。", ["公开率提高 3.2% change", "回复率提高 4.5% change"]),
    ("部门网站和乡镇网站信息更新量分别为320条和215条。", ["部门网站 320条", "乡镇网站信息更新量 215条"]),
    ("当面、网上、信函申请分别为3件、12件和5件。", ["当面 3件", "网上 12件", "信函申请 5件"]),
    ("当面申请、网上申请分别为12、15件。", ["当面申请 12件", "网上申请 15件"]),
    ("行政复议、行政诉讼均为0件。", ["行政复议 0件", "行政诉讼 0件"]),
    ("政务微博、微信公众号各1个。", ["政务微博 1个", "微信公众号 1个"]),
    (
        "经营服务收费取消8项，降低6项，停征2项；事业性收费取消4项，减免9项。",
        [
            "经营服务收费取消 8项",
            "经营服务收费降低 6项",
            "经营服务收费停征 2项",
            "事业性收费取消 4项",
            "事业性收费减免 9项",
        ],
    ),
    ("新增3个查阅点、2个专栏。", ["新增查阅点 3个", "新增专栏 2个"]),
    (
        "清理文件120件，其中废止15件、宣布失效20件、修改5件。",
        ["清理文件 120件", "废止 15件", "宣布失效 20件", "修改 5件"],
    ),
    (
        "申请内容主要涉及征地拆迁（12件）、社会保障（5件）和城乡建设（3件）。",
        ["征地拆迁 12件", "社会保障 5件", "城乡建设 3件"],
    ),
    ("网站公开：58条、微博：20条、微信：6条。", ["网站公开 58条", "微博 20条", "微信 6条"]),
    ("全年召开工作会议三次，举办讲座两期，印发通报十二份。", ["召开工作会议 3次", "举办讲座 2期", "印发通报 12份"]),
    ("对七个乡镇进行检查，受理申请一件，发布消息一百二十余条。", ["乡镇 7个", "受理申请 1件", "发布消息 120条[余]"]),
    ("本级共有974政务服务事项，涉及38单位。", ["本级政务服务事项 974", "涉及单位 38"]),
    ("全年发布信息 3 0 5 0 条，其中图片 1 200 条。", ["发布信息 3050条", "图片 1200条"]),
    ("发布信息１，２３４条，网站信息 5500 余 条。", ["发布信息 1234条", "网站信息 5500条[余]"]),
    ("按照湘政办函〔201744号要求，自201711日至20171231日公开信息88条。", ["公开信息 88条"]),
    ("我县12345热线受理诉求12345件，按时办结率99.87%。", ["我县12345热线受理诉求 12345件", "按时办结率 99.87% share"]),
    ("1.公开财政信息28条。", ["公开财政信息 28条"]),
    ("2、3个部门被通报。", ["部门 3个"]),
    ("在政务APP2个、H5页面3个上发布信息。", ["政务APP 2个", "H5页面上发布信息 3个"]),
    ("因公开工作被申请行政复议1起，被提起行政诉讼0起。", ["因公开工作被申请行政复议 1起", "被提起行政诉讼 0起"]),
    ("编发简报30期内容，应诉2起诉讼案件，落实7项目标。", ["编发简报内容 30期", "应诉诉讼案件 2起", "落实目标 7项"]),
    ("视频阅读量达75多万，粉丝8万余。", ["视频阅读量 75万[多]", "粉丝 8万[余]"]),
    (
        "办理便民热线318件，接听咨询电话260次，传真1240件，热线电话：5566778。",
        ["办理便民热线 318件", "接听咨询电话 260次", "传真 1240件"],
    ),
    ("当面申请8件，网上申请25，信函申请3件。", ["当面申请 8件", "网上申请 25", "信函申请 3件"]),
    ("部分公开14，占6.5%。", ["部分公开 14", "部分公开 6.5% share"]),
    ("回复率和满意率达到了98%。", ["回复率 98% share", "满意率 98% share"]),
    ("按期办结率、答复率100%。", ["按期办结率 100% share", "答复率 100% share"]),
    ("同比增量31条，总体有6.2%的降幅。", ["同比增量 31条 change", "总体降幅 6.2% change"]),
    ("一是公开预算5份，二是推送信息40条。", ["公开预算 5份", "推送信息 40条"]),
    ("其中有效来信62封，和平街道办理3封，与民互动8次。", ["有效来信 62封", "和平街道办理 3封", "与民互动 8次"]),
    ("开设“惠企直达”、“助农兴村”2个专栏。", ["开设专栏 2个"]),
    ("区属网站及46个政务账号发布消息9100条。", ["区属网站及政务账号 46个", "政务账号发布消息 9100条"]),
    ("开展3轮季度抽查，组织5次阶段性评估。", ["开展季度抽查 3轮", "组织阶段性评估 5次"]),
    ("合格率由第一季度的90.5%提升至第三季度的99%。", ["合格率 90.5→99% share"]),
    ("测评得分88.5分，较上年提升3个名次。", ["测评得分 88.5分", "测评得分较上年提升 3个 change"]),
    ("办理时限由20个工作日压缩至5个工作日。", ["办理时限 20→5个工作日 duration"]),
    ("群众等候时间由42分钟缩至19分钟。", ["群众等候时间 42→19分钟 duration"]),
    (
        "92%公共服务事项办结时长缩短至30分钟以内。",
        ["公共服务事项 92% share", "公共服务事项办结时长 30分钟[以内] duration"],
    ),
    ("平均办结时间从3.5天压减到2天左右。", ["平均办结时间 3.5→2天[左右] duration"]),
    ("（一）主动公开方面 2022年全县共主动公开政府信息14571条。", ["全县共主动公开政府信息 14571条"]),
    ("（五）监督保障方面 全年共组织4次检查。", ["组织检查 4次"]),
    ("本年度内单位行政处罚处理决定数量39件。", ["单位行政处罚处理决定数量 39件"]),
    (
        "政府文件21条，会议信息42、新闻发布会信息59，建议提案办理信息7条。",
        ["政府文件 21条", "会议信息 42", "新闻发布会信息 59", "建议提案办理信息 7条"],
    ),
    ("财政预决算信息68重点领域信息410微博发布信息1155条。", ["微博发布信息 1155条"]),
    ("申请量较2019年的240件增长25%，达300件。", ["申请量较2019年的240件增长 25% change", "申请量 300件"]),
    (
        "受理率97%，答复率95%，分别较上年提高1.5和2.5个百分点。",
        [
            "受理率 97% share",
            "答复率 95% share",
            "受理率较上年提高 1.5个百分点 change",
            "答复率较上年提高 2.5个百分点 change",
        ],
    ),
    (
        "出台规章3件、文件27件，分别较上年减少4件、增加6件。",
        ["出台规章 3件", "文件 27件", "出台规章较上年减少 4件 change", "文件增加 6件 change"],
    ),
    ("阅读量超20万+的文章6篇。", ["阅读量超20万+的文章 6篇"]),
    ("自2009年以来，累计公开信息4万条，2015年累计公开900条。", ["累计公开信息 4万条", "公开 900条"]),
    ("指南页访问量7.5万页次，4名同志具体负责公开事务。", ["指南页访问量 7.5万页次", "同志 4名"]),
    ("配备了一名专职人员和两名兼职人员。", ["配备了专职人员 1名", "配备了兼职人员 2名"]),
    (
        "全年共开展了普法宣讲、骑行巡河、书画展览、亲子阅读、广场演出、法治体检等8场活动。",
        ["活动 8场"],
    ),
    ("截至2014年底，公开信息累计5000条。", ["公开信息累计 5000条"]),
    ("公开拟批准的环评文件65件，拟召开会议3次。", ["公开拟批准的环评文件 65件"]),
    (
        "不予公开5件，其中3件涉及商业秘密，2件属于内部事务。",
        ["不予公开 5件", "涉及商业秘密 3件", "属于内部事务 2件"],
    ),
    (
        "甲、乙、丙3个省级网站和丁、戊2个市级网站得分靠前，8个账号长期停更。",
        ["甲、乙、丙省级网站 3个", "丁、戊市级网站 2个", "账号 8个"],
    ),
    (
        "我办委托第三方对全区35家网站进行抽查，在62个栏目中发现问题9个。",
        ["全区网站 35家", "栏目 62个", "栏目中发现问题 9个"],
    ),
    ("逐月发布了辖区河道水位周报、旬报和简报等信息340条。", ["逐月发布了辖区河道水位周报、旬报和简报等信息 340条"]),
    ("受理诉求6200件，日均17件，完成率90%。", ["受理诉求 6200件", "日均 17件", "完成率 90% share"]),
    ("指定一名专人，安排两名干部负责。", ["指定专人 1名", "安排干部 2名"]),
    ("各单位每季度抽查比例从20%提高到50%。", ["各单位每季度抽查比例 20→50% share"]),
    ("关停网站35个，减幅达41.5%。", ["关停网站 35个", "关停网站减幅 41.5% change"]),
    (
        "落实融资12.5亿元；为860户企业及个体户办理延期还款4.2亿元。",
        ["落实融资 12.5亿元 money", "企业及个体户 860户", "企业及个体户办理延期还款 4.2亿元 money"],
    ),
    ("实现31个税务事项就近自助办理。", ["实现税务事项就近自助办理 31个"]),
    ("上半年、下半年两次举办业务讲座。", ["上半年、下半年举办业务讲座 2次"]),
    (
        "教育局、民政局、司法局、人社局、住建局、交通局在网站发文和政策解读均超过12条。",
        ["教育局、民政局、司法局、人社局、住建局、交通局在网站发文和政策解读 12条[超过]"],
    ),
    (
        "公开的主要是办事指南、招考录用、惠农补贴及采购结果、环境监测和其他服务信息等共计16类。",
        ["公开的主要是办事指南、招考录用、惠农补贴及采购结果、环境监测和其他服务信息等 16类"],
    ),
]

STATED_IN_WORDS = [
    ("未发生涉及水利局信息公开行政复议案件和行政诉讼案件。", ["涉及水利局信息公开行政复议案件 0", "行政诉讼案件 0"]),
    ("我局未涉及到要求政府信息公开的申请。", ["要求政府信息公开的申请 0"]),
    ("我局没有收到申请公开政府信息的情况。", ["申请公开政府信息 0"]),
    ("依申请公开情况：无依申请公开的政府信息。", ["依申请公开的政府信息 0"]),
    ("本年度未收到政府信息公开申请。", ["政府信息公开申请 0"]),
    ("我镇2013年度无申请，未收取任何费用。", ["申请 0", "任何费用 0"]),
    ("2021年未收取信息处理费。", ["信息处理费 0"]),
    ("全年没有发生因信息公开引起的行政复议、行政诉讼。", ["因信息公开引起的行政复议 0", "行政诉讼 0"]),
    (
        "本单位未发生针对政府信息公开工作的行政复议案件和行政诉讼案件。",
        ["针对政府信息公开工作的行政复议案件 0", "行政诉讼案件 0"],
    ),
    (
        "未接到公民、法人或者其他组织提出的公开申请，不存在收费及减免情况。",
        ["公民、法人或者其他组织提出的公开申请 0", "收费 0", "减免 0"],
    ),
    ("政府信息公开申请情况：无。行政复议情况：无。", ["政府信息公开申请 0", "行政复议 0"]),
    ("行政复议、行政诉讼数量均为零。", ["行政复议 0", "行政诉讼 0"]),
    ("我局从未向申请人收取任何费用。", ["任何费用 0"]),
    ("没有向信息公开申请人收费的情况。", ["向信息公开申请人收费 0"]),
    ("因此未发生关于本镇政务公开事务的复议案和诉讼案。", ["关于本镇政务公开事务的复议案 0", "诉讼案 0"]),
    (
        "全年无行政强制的事项，也未收到与依法公开工作有关的举报和投诉。",
        ["行政强制 0", "依法公开工作有关的举报 0", "投诉 0"],
    ),
    ("全乡依申请办理事项为零。", ["全乡依申请办理事项 0"]),
    ("全年收到申请3件，无行政复议、行政诉讼。", ["收到申请 3件", "行政复议 0", "行政诉讼 0"]),
]

NO_FIGURES = [
    "全文包括总体情况、主动公开情况、其他需要报告的事项等6项内容。",
    "本报告由县政府办公室汇总14个乡镇、41个部门的情况编制而成。",
    "在43个参评的部门中位列第4。",
    "清江村2组征地补助发放情况。",
    "每季度对政府信息公开门户网站开展一次自查。",
    "鼠标点击3次即可看到内容。",
    "4157条占公开总数的。",
    "根据《条例》第二十条第（一）项、第二十一条和第四十九条规定编制。",
    "（联系地址：某县人民路12号行政中心301室，邮编：415000，电话：0736-5223344，手机13800001111）",
    "2015年1月1日至12月31日，1-12月，2014—2015学年，二〇一五年三月，连续三年，24小时，15个工作日。",
    "印发〔2016〕12号、政办函[2017]8号和国令第711号文件。",
    "网址http://www.example.gov.cn/art/2018/1/2/art_12_345.html，邮箱xxgk2018@example.cn。",
    "做到3个统一、2个到位，推进4个转变。",
    "坚持三个统一、三个严格、四个坚持，实现两集中两到位、五进中心、三网融合、一县一网站。",
    "推行一窗受理、一次办结、最多跑一次、一件事一次办，做到一事一审、一网通办。",
    "学习贯彻党的十九大、二十大和二十届三中全会精神，落实“四个意识”“两个维护”。",
    "推进“1+3+N”模式和“五个一”工程，建设“30条”惠企政策专栏。",
    "拨打12345热线、12315平台和110报警电话。",
    "位列全省第3名，跻身前10名，获评全国百强县。",
    "系统升级到2.0版本，支持IPv6、5G和HTML5，完成V3.1.2更新。",
    "执行三级审核、四级联动，构建两级平台。",
    "每季度召开1次例会，每周更新不少于2条，每年至少培训1次。",
    "力争公开率达到100%，计划开展培训5次，预计新增专栏3个。",
    "丰富解读形式，计划2022年举办讲座3期。",
    "3公里内可达，4位一体，从2个环节、5个方面抓起。",
    "从3个方面、4个维度着手，分两个阶段实施，报告包括6个部分。",
    "统一部署，一批问题得到解决，进一步提高，第一时间公开，一是抓、二是管。",
    "办理时限为20个工作日，自收到申请之日起5个工作日内答复。",
    "下一步将办理时限由每件20个工作日逐步调整。",
    "收到信访件3至5件，参会人员20-30人。",
    "一式三份，万众一心，千家万户，百花齐放，五花八门。",
    "您是第123456位访客",
    "浏览次数：358次",
    "发布时间：2018-01-15 09:30 来源：办公室",
    "见附件1、附表2和图3。",
    "申请人1，申请人2。",
    "信息20 68条，视频1,23条。",
    "解决了几十个问题，接待数百人，处理十几件。",
    "编号12345678901234567890件",
]

NO_STATEMENTS_OF_NOTHING = [
    "没有及时答复申请，未按时公开信息，未处理投诉。",
    "无障碍改造已完成，无正当理由不予公开的情况得到纠正。",
    "没有收到申请的单位应当零报告。",
    "如未收到申请，应当说明；对未收到答复的申请人致歉。",
    "有无收费问题要如实说明，避免发生投诉，杜绝泄密事件。",
    "没有收费标准不明确的现象。",
    "未对申请提出要求，未向上级提出申请人名单。",
    "实现零投诉、零差错，无死角覆盖。",
]


@pytest.mark.parametrize(("sentence", "expected"), STATED + STATED_IN_WORDS)
def test_what_a_sentence_states(sentence, expected):
    assert [shown(figure) for figure in figures(sentence)] == expected


@pytest.mark.parametrize("sentence", NO_FIGURES + NO_STATEMENTS_OF_NOTHING)
def test_what_states_nothing(sentence):
    assert [shown(figure) for figure in figures(sentence)] == []


@pytest.mark.parametrize("sentence", [sentence for sentence, _ in STATED_IN_WORDS[:-1]])
def test_statements_in_words(sentence):
    assert {(figure.value, figure.unit, figure.stated) for figure in figures(sentence)} == {(0, None, "words")}


@pytest.mark.parametrize("text", [sentence for sentence, _ in STATED + STATED_IN_WORDS])
def test_a_figure_is_found_where_it_says(text):
    document = Document((Paragraph("前文。"), Paragraph(text)), "text")
    for figure in find_figures(Outline(document), (), ()):
        assert document.text_at(figure.locator) == figure.raw
        assert figure.raw in document.text_at(figure.sentence_locator)


@pytest.mark.parametrize(
    ("sentence", "value", "unit"),
    [
        ("信息26.8万条。", 268000, "条"),
        ("收入7003.4万余元。", 70034000, "元"),
        ("捐款1.08亿元。", 108000000, "元"),
        ("参观39万人次。", 390000, "人次"),
        ("满意率89.5%。", 89.5, "%"),
        ("差错率5‰。", 0.5, "%"),
        ("粉丝数达5.8万。", 58000, None),
        ("信息3千余条。", 3000, "条"),
    ],
)
def test_normal_values(sentence, value, unit):
    [figure] = figures(sentence)
    assert (figure.normal_value, figure.normal_unit) == (value, unit)


@pytest.mark.parametrize(
    ("sentence", "wholes"),
    [
        ("收到申请7件，其中网上2件，当面5件，答复率100%。召开会议3次。", [None, 1, 1, 1, None]),
        ("公开信息249条，其中：文件9条；规划7条；其他233条。受理来信8件。", [None, 1, 1, 1, None]),
        ("答复申请50件（含上年结转4件，另有3件结转下年）。", [None, 1, None]),
        ("共有账号86个，其中微信41个，占比47.67%；微博23个，占比26.74%。", [None, 1, 1, 1, 1]),
        ("办理复议11件，其中维持8件，纠正3件；办理诉讼6件，其中维持5件。", [None, 1, 1, None, 4]),
        ("收到来信105件，其中已回复90件；接待来访84批。", [None, 1, None]),
        ("公开文件30件，其中解读12件，召开发布会3场。", [None, 1, None]),
        ("梳理事项974项。其中网上办理472项。", [None, 1]),
        ("收到建议26件、提案41件，办复率100%。", [None, None, None]),
        ("收到来信30件，办结28件，办结率93%。", [None, None, None]),
        ("予以公开31件（占55.4%），其中全部公开20件（64.5%）。", [None, None, 1, 1]),
        ("其中网站公开3条。", [None]),
        ("发布图文56篇，其中视频类12条。", [None, 1]),
        ("公开信息70条，具体为：财政类30条、人事类40条；微信推送80条。", [None, 1, 1, None]),
        ("公开信息70条，包括财政类30条、人事类40条。", [None, 1, 1]),
        ("发布简讯25条，包括动态、公告等，受理申请5件。", [None, None]),
        ("完成答复80件，包括上年结转6件。其中，予以公开50件，占62.5%。", [None, 1, 1, 1]),
        ("举办发布会9场，负责人出席12人次。其中防汛发布会4场。", [None, None, 1]),
        ("收到申请5件，其中网上2件，接待咨询30件。", [None, 1, None]),
        ("配备人员12名，其中专职3名，兼职15名。", [None, 1, 1]),
        ("收到留言90条，转办乡镇30条，其中咨询类41条、求助类12条。", [None] * 4),
        ("收到留言90条，转办乡镇30条，其中咨询类21条、求助类12条、建议类9条。", [None] * 5),
        ("收到留言90条，转办乡镇30条，其中咨询类21条、求助类9条。", [None, None, 2, 2]),
        ("受理来电9件，答复来信7件。其中，网上转来2件。", [None] * 3),
        ("公开信息60条，其中网站40条，其中图文8条，公示35条。", [None, 1, None, None]),
        ("办理复议9件，其中维持6件；办理诉讼5件，其中一审4件、二审1件，胜诉3件。", [None, 1, None, 3, 3, 3]),
        (
            "公开信息60条。其中，网站公开40条，其他形式公开20条。其中网站公开40条，公示30条。",
            [None, 1, 1, None, None],
        ),
        ("公开信息108条，其中指南1条，组织机构信息1条，制度4条。", [None, 1, 1, 1]),
        ("办理事项14527件，其中律师类11075件、公证类365件，获群众感谢150余次。", [None, 1, 1, None]),
        # The noun of a number may stand between it and the bracket of its parts.
        ("开放94个信息公开查阅点（其中县22个、乡72个）。", [None, 1, 1]),
        ("开放94个查阅点，接待群众（其中老人22人）。", [None, None]),
        # Which numbers fit never tells which are parts: these contradict their whole.
        ("公开信息1913条，其中区直单位1397条（73%）；乡镇534条（27%）。", [None, 1, 1, 1, 1]),
        ("公开信息1913条。其中，区直各单位公开信息1397条。各乡镇公开信息534条。", [None, 1, 1]),
    ],
)
def test_wholes(sentence, wholes):
    assert [figure.whole for figure in figures(sentence)] == wholes


@pytest.mark.parametrize(
    ("sentence", "topics"),
    [
        ("门户网站更新信息30条。", ["website"]),
        ("微信公众号推送消息30条。", ["new_media"]),
        ("县长信箱收到来信30封，回复率98%。", ["mailbox", "mailbox"]),
        ("公开电话受理诉求30件。", ["hotline"]),
        ("政务大厅进驻审批事项30项。", ["services"]),
        ("服务性收费取消3项，降标2项。", ["fees", "fees"]),
        ("开展专项检查3次。", ["supervision"]),
        ("征集民意3次，办理提案2件。", ["participation", "participation"]),
        ("网站发布政策解读3篇。", ["interpretation"]),
        ("收到依申请公开3件，予以公开2件。", ["requests", "requests"]),
        ("行政复议3件，结果纠正1件。", ["disputes", "disputes"]),
        ("举办政务公开培训3期。", ["training"]),
        ("召开工作会议3次。", ["meetings"]),
        ("公开政府信息3条。", ["disclosure"]),
        ("编印政府公报3期。", ["gazette"]),
        ("配备专职3名。", ["management"]),
        ("种树3亩。", [None]),
    ],
)
def test_topics(sentence, topics):
    assert [figure.topic for figure in figures(sentence)] == topics


def test_a_topic_may_come_from_the_heading():
    assert [figure.topic for figure in figures("（三）政府信息公开申请办理情况", "全年共受理12件，同比增长20%。")] == [
        "requests"
    ] * 2


def test_requests_and_disputes_of_a_report_without_any_form():
    found = figures(
        "三、依申请公开政府信息情况",
        "2011年共收到申请46件，其中当面申请12件，占26.1%；网上申请34件，占73.9%。",
        "在答复的44件中，同意公开31件，信息不存在8件。",
        "四、复议和诉讼情况",
        "发生行政复议3件，其中维持2件；未发生行政诉讼。",
        "五、收费情况",
        "共收取检索费、复制费86.5元。",
    )
    assert [(figure.value, figure.topic, figure.whole) for figure in found] == [
        (46, "requests", None), (12, "requests", 1), (26.1, "requests", 1), (34, "requests", 1), (73.9, "requests", 1),
        (44, "requests", None), (31, "requests", None), (8, "requests", None),
        (3, "disputes", None), (2, "disputes", 9), (0, "disputes", None),
        (86.5, "fees", None),
    ]  # fmt: skip


def section(number: int, printed: str | None, block: int) -> Section:
    return Section(number, printed, None, "overview", 10, Locator(block))


def test_sections_and_what_lies_outside_them():
    texts = [
        "访问量：358人次",
        "某局2020年报告",
        "编制人员2名。",
        "一、概述",
        "发布信息3条。",
        "收到申请5件",
        "二、公开",
        "图解6个。",
    ]
    document = Document(tuple(map(Paragraph, texts)), "text")
    sections = (section(0, None, 3), section(1, "一", 4), section(2, "二", 7))
    found = find_figures(Outline(document), sections, {6})
    assert [(figure.figure, figure.section, figure.value) for figure in found] == [(1, 0, 2), (2, 1, 3), (3, 2, 6)]


def test_without_sections_the_whole_text_is_read():
    assert [(figure.section, figure.value) for figure in figures("公开信息3条", "受理申请5件")] == [(0, 3), (0, 5)]


@given(
    st.text(
        alphabet="0123456789一二两百万,.%条件次个年月第其中占由到提升（）()“”《》、，。；：无未收到申请复议 信息",
        max_size=80,
    )
)
def test_any_text_gives_figures_that_stand_in_it(text):
    document = Document((Paragraph(text),), "text")
    found = find_figures(Outline(document), (), ())
    for number, figure in enumerate(found, start=1):
        assert figure.figure == number
        assert figure.subject
        assert figure.whole is None or 1 <= figure.whole < number
        assert document.text_at(figure.locator) == figure.raw
        place, sentence = figure.locator, figure.sentence_locator
        assert sentence.start <= place.start < place.end <= sentence.end


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from(["条", "件", "人次", "元", "万元", "份", "次"]))
def test_a_number_is_never_another(number, unit):
    for printed in (str(number), f"{number:,}"):
        [figure] = figures(f"我局公开信息{printed}{unit}。")
        assert (figure.value, figure.unit, figure.subject) == (number, unit, "我局公开信息")


def test_every_trailing_word_has_an_end_that_is_listed():
    words = grammar()
    letters = {
        letter
        for word in resources.data("gongkai.recognise.narrative.figures", "figures.yaml")["trailing_words"]
        for letter in word
    }
    runs = ["共", "大", "分别", "达", "达到", "高", "多", "人民", "累计达", "均达", "已", "超", "突", "升到", "降"]
    for run in ["", *runs]:
        for letter in letters:
            found = words.trailing.search(f"件数{run}{letter}")
            assert found is None or letter in words.trailing_ends


HOSTILE = [
    "0123456789",
    "(",
    "（1件",
    "其中",
    "其中1件，",
    "一",
    "无",
    "未收到",
    ",123",
    "1 ",
    "“",
    "《甲",
    "由1%",
    "甲、",
    "3件、",
    "1.",
    "共5件，其中1件，",
    "一件和",
    "办结率1%，分别提高1和2%，",
    "对1个“甲”",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_ends(piece):
    text = piece * (20_000 // len(piece))
    for figure in figures(text):
        assert figure.raw in text


# --- The truth files -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Comparison:
    """What was found of a truth file: rows that a figure answers, rows that none does, and figures beyond the file."""

    found: tuple[Figure, ...]
    missed: tuple[Mapping[str, str], ...]
    doubtful: tuple[Figure, ...]
    beyond: tuple[Figure, ...]

    @property
    def recall(self) -> float:
        return len(self.found) / (len(self.found) + len(self.missed))

    @property
    def precision(self) -> float:
        return len(self.found) / (len(self.found) + len(self.beyond))


def compare(
    given: Sequence[Figure],
    sections: Iterable[Section],
    rows: Iterable[Mapping[str, str]],
    doubtful: Iterable[Mapping[str, str]],
) -> Comparison:
    """Compare figures with the rows of a truth file, each figure with one row at most.

    A figure answers a row with its value, unit, earlier value and section, and a subject that contains its anchor.
    """
    numbers = {section.section: section.number for section in sections}
    left = list(given)

    def answers(row: Mapping[str, str], figure: Figure) -> bool:
        return (
            numbers.get(figure.section) == row["section"]
            and row["anchor"] in figure.subject
            and figure.value == float(row["value"])
            and figure.unit == (row["unit"] or None)
            and figure.from_value == (float(row["from_value"]) if row["from_value"] else None)
        )

    def take(row: Mapping[str, str]) -> Figure | None:
        answer = next((figure for figure in left if answers(row, figure)), None)
        if answer is not None:
            left.remove(answer)
        return answer

    taken = [(row, take(row)) for row in rows]
    unsure = [figure for row in doubtful if (figure := take(row))]
    return Comparison(
        found=tuple(figure for _, figure in taken if figure),
        missed=tuple(row for row, figure in taken if figure is None),
        doubtful=tuple(unsure),
        beyond=tuple(left),
    )


def rows_of(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


EXPLAINED = {
    "jiahe-2017.txt": set(),
    "huaian-2024.pdf": set(),
    "shuyang-drc-2023.html": {("一", "政府信息公开方面责任追究", 0), ("六", "收费", 0)},
}
"""Figures beyond the truth files, each explained in `docs/accuracy.md`."""

FLOOR = 0.95


@pytest.mark.parametrize("sample", EXPLAINED)
def test_floors(sample, samples, truth):
    """Measured on the text as it stands in the source, without any repair."""
    source = samples / sample
    document = read_document(source)
    report = recognise(document)
    name = source.stem
    expected, doubtful = rows_of(truth / f"{name}-figures.csv"), rows_of(truth / f"{name}-doubtful.csv")
    assert expected
    result = compare(report.figure_rows, report.section_rows, expected, doubtful)
    numbers = {section.section: section.number for section in report.section_rows}
    beyond = {(numbers[figure.section], figure.subject, figure.value) for figure in result.beyond}
    assert result.recall >= FLOOR, result.missed
    assert beyond <= EXPLAINED[sample]
    hedges = [row["approx"] for row in expected if row not in result.missed]
    assert sorted(figure.hedge or "" for figure in result.found) == sorted(hedges)
