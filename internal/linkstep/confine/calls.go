package confine

// numbers are the numbers of a system call by column; 0 means that it does not exist there. (No call in the tables has the
// number 0 anywhere.)
type numbers [columns]uint16

// The columns of the tables. The newer ports of Linux, arm64, riscv64 and loong64 among them, share one set of numbers.
const (
	amd64 = iota
	i386
	arm
	generic
	ppc64
	s390x
	columns
)

// everywhere is the number of a call that came to Linux after the architectures had agreed on common numbers.
func everywhere(n uint16) (list numbers) {
	for i := range list {
		list[i] = n
	}
	return list
}

// last is the last system call that the tables take into account. Those behind it are treated as if the system did not
// have them.
const last = 471 // rseq_slice_yield

type call struct {
	name string
	numbers
}

// refused are the calls that change something outside of the process or tell somebody about it, and those that only a
// program needs that administers a machine.
//
// The tables were made by going through the system calls of all columns up to the last one. What is in no table is allowed.
var refused = []call{
	// Files are created, renamed and removed.
	{"creat", numbers{85, 8, 8, 0, 8, 8}},
	{"mkdir", numbers{83, 39, 39, 0, 39, 39}},
	{"mkdirat", numbers{258, 296, 323, 34, 287, 289}},
	{"rmdir", numbers{84, 40, 40, 0, 40, 40}},
	{"unlink", numbers{87, 10, 10, 0, 10, 10}},
	{"unlinkat", numbers{263, 301, 328, 35, 292, 294}},
	{"rename", numbers{82, 38, 38, 0, 38, 38}},
	{"renameat", numbers{264, 302, 329, 38, 293, 295}},
	{"renameat2", numbers{316, 353, 382, 276, 357, 347}},
	{"link", numbers{86, 9, 9, 0, 9, 9}},
	{"linkat", numbers{265, 303, 330, 37, 294, 296}},
	{"symlink", numbers{88, 83, 83, 0, 83, 83}},
	{"symlinkat", numbers{266, 304, 331, 36, 295, 297}},
	{"mknod", numbers{133, 14, 14, 0, 14, 14}},
	{"mknodat", numbers{259, 297, 324, 33, 288, 290}},
	// What is in files, and what is known of them.
	{"truncate", numbers{76, 92, 92, 45, 92, 92}},
	{"truncate64", numbers{0, 193, 193, 0, 0, 0}},
	{"ftruncate", numbers{77, 93, 93, 46, 93, 93}},
	{"ftruncate64", numbers{0, 194, 194, 0, 0, 0}},
	{"chmod", numbers{90, 15, 15, 0, 15, 15}},
	{"fchmod", numbers{91, 94, 94, 52, 94, 94}},
	{"fchmodat", numbers{268, 306, 333, 53, 297, 299}},
	{"fchmodat2", everywhere(452)},
	{"chown", numbers{92, 182, 182, 0, 181, 212}},
	{"chown32", numbers{0, 212, 212, 0, 0, 0}},
	{"fchown", numbers{93, 95, 95, 55, 95, 207}},
	{"fchown32", numbers{0, 207, 207, 0, 0, 0}},
	{"fchownat", numbers{260, 298, 325, 54, 289, 291}},
	{"lchown", numbers{94, 16, 16, 0, 16, 198}},
	{"lchown32", numbers{0, 198, 198, 0, 0, 0}},
	{"utime", numbers{132, 30, 0, 0, 30, 30}},
	{"utimes", numbers{235, 271, 269, 0, 251, 313}},
	{"utimensat", numbers{280, 320, 348, 88, 304, 315}},
	{"utimensat_time64", numbers{0, 412, 412, 0, 0, 0}},
	{"futimesat", numbers{261, 299, 326, 0, 290, 292}},
	{"setxattr", numbers{188, 226, 226, 5, 209, 224}},
	{"lsetxattr", numbers{189, 227, 227, 6, 210, 225}},
	{"fsetxattr", numbers{190, 228, 228, 7, 211, 226}},
	{"setxattrat", everywhere(463)},
	{"removexattr", numbers{197, 235, 235, 14, 218, 233}},
	{"lremovexattr", numbers{198, 236, 236, 15, 219, 234}},
	{"fremovexattr", numbers{199, 237, 237, 16, 220, 235}},
	{"removexattrat", everywhere(466)},
	{"file_setattr", everywhere(469)},
	{"flock", numbers{73, 143, 143, 32, 143, 143}},
	// Files that are found without a path, or have none: they would take memory without limit.
	{"open_by_handle_at", numbers{304, 342, 371, 265, 346, 336}},
	{"mmap", numbers{0, 90, 0, 0, 0, 0}}, // the one that takes its arguments in memory, where no filter can look
	{"memfd_create", numbers{319, 356, 385, 279, 360, 350}},
	{"memfd_secret", numbers{447, 447, 0, 447, 0, 447}},
	// File systems.
	{"mount", numbers{165, 21, 21, 40, 21, 21}},
	{"umount", numbers{0, 22, 0, 0, 22, 22}},
	{"umount2", numbers{166, 52, 52, 39, 52, 52}},
	{"move_mount", everywhere(429)},
	{"open_tree", everywhere(428)},
	{"open_tree_attr", everywhere(467)},
	{"fsopen", everywhere(430)},
	{"fsconfig", everywhere(431)},
	{"fsmount", everywhere(432)},
	{"fspick", everywhere(433)},
	{"mount_setattr", everywhere(442)},
	{"pivot_root", numbers{155, 217, 218, 41, 203, 217}},
	{"chroot", numbers{161, 61, 61, 51, 61, 61}},
	{"swapon", numbers{167, 87, 87, 224, 87, 87}},
	{"swapoff", numbers{168, 115, 115, 225, 115, 115}},
	{"quotactl", numbers{179, 131, 131, 60, 131, 131}},
	{"quotactl_fd", everywhere(443)},
	{"nfsservctl", numbers{180, 169, 169, 42, 168, 169}},
	{"acct", numbers{163, 51, 51, 89, 51, 51}},
	{"fanotify_init", numbers{300, 338, 367, 262, 323, 332}},
	{"fanotify_mark", numbers{301, 339, 368, 263, 324, 333}},
	// The network, and what else leads to other processes.
	{"socket", numbers{41, 359, 281, 198, 326, 359}},
	{"connect", numbers{42, 362, 283, 203, 328, 362}},
	{"bind", numbers{49, 361, 282, 200, 327, 361}},
	{"listen", numbers{50, 363, 284, 201, 329, 363}},
	{"accept", numbers{43, 0, 285, 202, 330, 0}},
	{"accept4", numbers{288, 364, 366, 242, 344, 364}},
	{"sendto", numbers{44, 369, 290, 206, 335, 369}},
	{"sendmsg", numbers{46, 370, 296, 211, 341, 370}},
	{"sendmmsg", numbers{307, 345, 374, 269, 349, 358}},
	{"send", numbers{0, 0, 289, 0, 334, 0}},
	{"shmget", numbers{29, 395, 307, 194, 395, 395}},
	{"shmat", numbers{30, 397, 305, 196, 397, 397}},
	{"shmctl", numbers{31, 396, 308, 195, 396, 396}},
	{"msgget", numbers{68, 399, 303, 186, 399, 399}},
	{"msgsnd", numbers{69, 400, 301, 189, 400, 400}},
	{"msgrcv", numbers{70, 401, 302, 188, 401, 401}},
	{"msgctl", numbers{71, 402, 304, 187, 402, 402}},
	{"semget", numbers{64, 393, 299, 190, 393, 393}},
	{"semop", numbers{65, 0, 298, 193, 0, 0}},
	{"semtimedop", numbers{220, 0, 312, 192, 392, 392}},
	{"semtimedop_time64", numbers{0, 420, 420, 0, 0, 0}},
	{"semctl", numbers{66, 394, 300, 191, 394, 394}},
	{"ipc", numbers{0, 117, 0, 0, 117, 117}},
	{"mq_open", numbers{240, 277, 274, 180, 262, 271}},
	{"mq_unlink", numbers{241, 278, 275, 181, 263, 272}},
	{"add_key", numbers{248, 286, 309, 217, 269, 278}},
	{"request_key", numbers{249, 287, 310, 218, 270, 279}},
	{"keyctl", numbers{250, 288, 311, 219, 271, 280}},
	// Processes.
	{"fork", numbers{57, 2, 2, 0, 2, 2}},
	{"vfork", numbers{58, 190, 190, 0, 189, 190}},
	{"execve", numbers{59, 11, 11, 221, 11, 11}},
	{"uselib", numbers{134, 86, 86, 0, 86, 86}},
	{"setsid", numbers{112, 66, 66, 157, 66, 66}},
	{"setpgid", numbers{109, 57, 57, 154, 57, 57}},
	{"unshare", numbers{272, 310, 337, 97, 282, 303}},
	{"setns", numbers{308, 346, 375, 268, 350, 339}},
	{"ptrace", numbers{101, 26, 26, 117, 26, 26}},
	{"process_vm_readv", numbers{310, 347, 376, 270, 351, 340}},
	{"process_vm_writev", numbers{311, 348, 377, 271, 352, 341}},
	{"process_madvise", everywhere(440)},
	{"process_mrelease", everywhere(448)},
	{"kcmp", numbers{312, 349, 378, 272, 354, 343}},
	{"migrate_pages", numbers{256, 294, 400, 238, 258, 287}},
	{"move_pages", numbers{279, 317, 344, 239, 301, 310}},
	{"pidfd_open", everywhere(434)},
	{"pidfd_getfd", everywhere(438)},
	{"pidfd_send_signal", everywhere(424)},
	{"tkill", numbers{200, 238, 238, 130, 208, 237}},
	{"setpriority", numbers{141, 97, 97, 140, 97, 97}},
	{"nice", numbers{0, 34, 34, 0, 34, 34}},
	{"sched_setscheduler", numbers{144, 156, 156, 119, 156, 156}},
	{"sched_setparam", numbers{142, 154, 154, 118, 154, 154}},
	{"sched_setattr", numbers{314, 351, 380, 274, 355, 345}},
	{"sched_setaffinity", numbers{203, 241, 241, 122, 222, 239}},
	{"ioprio_set", numbers{251, 289, 314, 30, 273, 282}},
	{"setrlimit", numbers{160, 75, 75, 164, 75, 75}},
	// Who the process is.
	{"setuid", numbers{105, 23, 23, 146, 23, 213}},
	{"setuid32", numbers{0, 213, 213, 0, 0, 0}},
	{"setgid", numbers{106, 46, 46, 144, 46, 214}},
	{"setgid32", numbers{0, 214, 214, 0, 0, 0}},
	{"setreuid", numbers{113, 70, 70, 145, 70, 203}},
	{"setreuid32", numbers{0, 203, 203, 0, 0, 0}},
	{"setregid", numbers{114, 71, 71, 143, 71, 204}},
	{"setregid32", numbers{0, 204, 204, 0, 0, 0}},
	{"setresuid", numbers{117, 164, 164, 147, 164, 208}},
	{"setresuid32", numbers{0, 208, 208, 0, 0, 0}},
	{"setresgid", numbers{119, 170, 170, 149, 169, 210}},
	{"setresgid32", numbers{0, 210, 210, 0, 0, 0}},
	{"setfsuid", numbers{122, 138, 138, 151, 138, 215}},
	{"setfsuid32", numbers{0, 215, 215, 0, 0, 0}},
	{"setfsgid", numbers{123, 139, 139, 152, 139, 216}},
	{"setfsgid32", numbers{0, 216, 216, 0, 0, 0}},
	{"setgroups", numbers{116, 81, 81, 159, 81, 206}},
	{"setgroups32", numbers{0, 206, 206, 0, 0, 0}},
	{"capset", numbers{126, 185, 185, 91, 184, 185}},
	{"lsm_set_self_attr", everywhere(460)},
	// The machine.
	{"reboot", numbers{169, 88, 88, 142, 88, 88}},
	{"kexec_load", numbers{246, 283, 347, 104, 268, 277}},
	{"kexec_file_load", numbers{320, 0, 401, 294, 382, 381}},
	{"init_module", numbers{175, 128, 128, 105, 128, 128}},
	{"finit_module", numbers{313, 350, 379, 273, 353, 344}},
	{"delete_module", numbers{176, 129, 129, 106, 129, 129}},
	{"create_module", numbers{174, 127, 0, 0, 127, 127}},
	{"query_module", numbers{178, 167, 0, 0, 166, 167}},
	{"get_kernel_syms", numbers{177, 130, 0, 0, 130, 130}},
	{"bpf", numbers{321, 357, 386, 280, 361, 351}},
	{"perf_event_open", numbers{298, 336, 364, 241, 319, 331}},
	{"userfaultfd", numbers{323, 374, 388, 282, 364, 355}},
	{"io_uring_setup", everywhere(425)},
	{"io_uring_enter", everywhere(426)},
	{"io_uring_register", everywhere(427)},
	{"syslog", numbers{103, 103, 103, 116, 103, 103}},
	{"_sysctl", numbers{156, 149, 149, 0, 149, 149}},
	{"sysfs", numbers{139, 135, 135, 0, 135, 135}},
	{"bdflush", numbers{0, 134, 134, 0, 134, 134}},
	{"vhangup", numbers{153, 111, 111, 58, 111, 111}},
	{"iopl", numbers{172, 110, 0, 0, 110, 0}},
	{"ioperm", numbers{173, 101, 0, 0, 101, 0}},
	{"lookup_dcookie", numbers{212, 253, 249, 18, 235, 110}},
	{"pciconfig_read", numbers{0, 0, 272, 0, 198, 0}},
	{"pciconfig_write", numbers{0, 0, 273, 0, 199, 0}},
	{"pciconfig_iobase", numbers{0, 0, 271, 0, 200, 0}},
	{"rtas", numbers{0, 0, 0, 0, 255, 0}},
	{"spu_create", numbers{0, 0, 0, 0, 279, 0}},
	{"spu_run", numbers{0, 0, 0, 0, 278, 0}},
	{"s390_pci_mmio_read", numbers{0, 0, 0, 0, 0, 353}},
	{"s390_pci_mmio_write", numbers{0, 0, 0, 0, 0, 352}},
	{"s390_sthyi", numbers{0, 0, 0, 0, 0, 380}},
	{"s390_runtime_instr", numbers{0, 0, 0, 0, 0, 342}},
	{"afs_syscall", numbers{183, 137, 0, 0, 137, 137}},
	{"vserver", numbers{236, 273, 313, 0, 0, 0}},
	{"sethostname", numbers{170, 74, 74, 161, 74, 74}},
	{"setdomainname", numbers{171, 121, 121, 162, 121, 121}},
	{"settimeofday", numbers{164, 79, 79, 170, 79, 79}},
	{"stime", numbers{0, 25, 0, 0, 25, 0}},
	{"adjtimex", numbers{159, 124, 124, 171, 124, 124}},
	{"clock_adjtime", numbers{305, 343, 372, 266, 347, 337}},
	{"clock_adjtime64", numbers{0, 405, 405, 0, 0, 0}},
	{"clock_settime", numbers{227, 264, 262, 112, 245, 259}},
	{"clock_settime64", numbers{0, 404, 404, 0, 0, 0}},
}

// conditional are the calls that are refused for some arguments, or by some of the policies; see [policy.terms].
var conditional = []call{
	{"open", numbers{2, 5, 5, 0, 5, 5}},
	{"openat", numbers{257, 295, 322, 56, 286, 288}},
	{"openat2", everywhere(437)},
	{"execveat", numbers{322, 358, 387, 281, 362, 354}},
	{"clone", numbers{56, 120, 120, 220, 120, 120}},
	{"clone3", everywhere(435)},
	{"kill", numbers{62, 37, 37, 129, 37, 37}},
	{"tgkill", numbers{234, 270, 268, 131, 250, 241}},
	{"rt_sigqueueinfo", numbers{129, 178, 178, 138, 177, 178}},
	{"rt_tgsigqueueinfo", numbers{297, 335, 363, 240, 322, 330}},
	{"prlimit64", numbers{302, 340, 369, 261, 325, 334}},
	{"prctl", numbers{157, 172, 172, 167, 171, 172}},
	{"ioctl", numbers{16, 54, 54, 29, 54, 54}},
	{"fcntl", numbers{72, 55, 55, 25, 55, 55}},
	{"fcntl64", numbers{0, 221, 221, 0, 0, 0}},
	{"mmap", numbers{9, 0, 0, 222, 90, 0}},
	{"mmap2", numbers{0, 192, 192, 0, 0, 0}},
	{"socketpair", numbers{53, 360, 288, 199, 333, 360}},
	{"socketcall", numbers{0, 102, 0, 0, 102, 102}},
}

// emulator are the calls without which an emulator, or the script that calls it, cannot run. They are refused to other
// programs.
var emulator = []string{"fork", "vfork", "execve", "memfd_create"}
