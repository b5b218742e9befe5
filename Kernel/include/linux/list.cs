// SPDX-License-Identifier: GPL-2.0-only
using Kernel;

namespace Linux
{
    internal unsafe struct list_head
    {
        internal list_head* next;
        internal list_head* prev;
    }
}

namespace Linux.include.linux
{
    /// <summary>Header &lt;linux/list.h&gt;: circular doubly linked lists whose links lie inside the elements.</summary>
    internal static unsafe class list_h
    {
        internal static void INIT_LIST_HEAD(list_head* list)
        {
            list->next = list;
            list->prev = list;
        }

        internal static void list_add(list_head* @new, list_head* head) => insert(@new, head, head->next);

        internal static void list_add_tail(list_head* @new, list_head* head) => insert(@new, head->prev, head);

        internal static void list_del(list_head* entry)
        {
            entry->next->prev = entry->prev;
            entry->prev->next = entry->next;
            entry->next = null;
            entry->prev = null;
        }

        [RealMode]
        internal static bool list_empty(list_head* head) => head->next == head;

        private static void insert(list_head* @new, list_head* prev, list_head* next)
        {
            next->prev = @new;
            @new->next = next;
            @new->prev = prev;
            prev->next = @new;
        }
    }
}
